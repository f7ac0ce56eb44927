#if Redis
    import Sessions
    import StoreWorker
    import Synchronization

    /// Sends each command to the server that has its keys, follows a cluster that moves them, and tries again for as long
    /// as a call may take where nothing can have been done.
    final class Router: Sendable {
        typealias Time = ContinuousClock.Instant

        let isCluster: Bool
        let timeout: Duration
        private let dialer: Dialer
        private let limit: Int
        private let replicas: Int
        private let seeds: [Address]
        /// The hashes that the servers know the scripts by, in the order of their cases.
        private let hashes: [[UInt8]]
        private let state: Mutex<State>
        private let underWay = Atomic<Int>(0)

        private struct State {
            var nodes: [Address: Node] = [:]
            /// `nil` for a single server, which is the only node.
            var map: SlotMap?
            var isRefreshing = false
            var isClosed = false
        }

        /// Connects to one of the servers that the address names, and then to all masters of its cluster.
        init(_ settings: RedisStore.Settings) async throws(StoreError) {
            let dialing = Dialer(
                credentials: settings.url.credentials,
                database: 0,
                timeout: settings.timeout,
                refusesReplica: false
            )
            let end = ContinuousClock.now + settings.timeout
            var failure = StoreError.closed
            var found: (isCluster: Bool, hashes: [[UInt8]])?
            for address in settings.url.addresses {
                let node = try Node(address, dialer: dialing, replicas: 0)
                defer { node.stop() }
                do throws(StoreError) {
                    found = try await Self.explore(node, by: max(end, ContinuousClock.now + settings.timeout / 2))
                    break
                } catch {
                    failure = error
                }
            }
            guard let found else { throw failure }
            isCluster = found.isCluster
            hashes = found.hashes
            guard isCluster || settings.url.addresses.count == 1 else {
                throw StoreError(
                    .invalidConfiguration,
                    "Several hosts are for a Redis Cluster, which this server does not belong to: name one."
                )
            }
            guard !isCluster || settings.url.database == 0 else {
                throw StoreError(.invalidConfiguration, "A Redis Cluster has no database but 0.")
            }
            timeout = settings.timeout
            limit = settings.limit
            replicas = settings.replicas
            seeds = settings.url.addresses
            dialer = Dialer(
                credentials: settings.url.credentials,
                database: settings.url.database,
                timeout: settings.timeout,
                refusesReplica: !isCluster
            )
            state = Mutex(State())
            do throws(StoreError) {
                try await connect()
            } catch {
                close()
                throw error
            }
        }

        /// Learns what kind of server it is and gives it the scripts.
        private static func explore(
            _ node: Node,
            by end: Time
        ) async throws(StoreError) -> (isCluster: Bool, hashes: [[UInt8]]) {
            var bytes = Command.bytes(["INFO", "cluster"])
            for script in Script.allCases { bytes += Command.bytes(["SCRIPT", "LOAD", script.text]) }
            let result = await node.perform(bytes, count: 1 + Script.allCases.count, isWrite: false, by: end)
            let replies: [Reply]
            switch result {
            case .success(let all): replies = all
            case .failure(let loss): throw loss.error
            }
            for case .failure(let text) in replies { throw ServerFailure(text).error(at: node.address) }
            let isCluster = Information.fields(of: replies[0])["cluster_enabled"] == "1"
            return (isCluster, replies.dropFirst().compactMap(\.bytes))
        }

        /// Sees that every master can be used. One that throws away keys shows only when somebody logs in to it.
        private func connect() async throws(StoreError) {
            let end = deadline()
            guard isCluster else { return try await greet([seeds[0]], by: end) }
            guard await refresh(), let masters = state.withLock({ $0.map?.masters }) else {
                throw StoreError(.unavailable, "None of the servers named says how the Redis Cluster is divided.")
            }
            try await greet(masters, by: end)
        }

        private func greet(_ addresses: [Address], by end: Time) async throws(StoreError) {
            for address in addresses {
                let result = try await node(at: address)
                    .perform(Command.bytes(["PING"]), count: 1, isWrite: false, by: end)
                if case .failure(let loss) = result { throw loss.error }
            }
        }

        /// When a call that begins now must be over.
        func deadline() -> Time {
            ContinuousClock.now + timeout
        }

        /// Lets the threads end once what is under way is answered.
        func close() {
            let nodes = state.withLock { state in
                state.isClosed = true
                return Array(state.nodes.values)
            }
            for node in nodes { node.stop() }
        }

        func waitForEnd() async {
            for node in state.withLock({ Array($0.nodes.values) }) { await node.waitForEnd() }
        }

        // MARK: Sending

        /// A call of a script; its keys share a slot.
        func call(_ script: Script, keys: [[UInt8]], _ arguments: [[UInt8]]) -> Command {
            Command(script, hash: hashes[script.rawValue], keys: keys, arguments)
        }

        /// The answer to one command. Never a failure: that is thrown.
        func perform(_ command: Command, by end: Time) async throws(StoreError) -> Reply {
            try enter()
            defer { leave() }
            return try await settle(command, by: end, trying: nil)
        }

        /// The answers to many, each sent to the server that has its keys and all at once.
        func perform(_ commands: [Command], by end: Time) async throws(StoreError) -> [Reply] {
            guard commands.count > 1 else {
                var replies: [Reply] = []
                for command in commands { replies.append(try await perform(command, by: end)) }
                return replies
            }
            try enter()
            defer { leave() }
            var places: [ObjectIdentifier: (node: Node, indices: [Int])] = [:]
            for (index, command) in commands.enumerated() {
                guard let node = try? node(for: command.slot) else { continue }
                places[ObjectIdentifier(node), default: (node, [])].indices.append(index)
            }
            let batches = await withTaskGroup(of: (Node, [Int], Result<[Reply], Loss>).self) { group in
                for (node, indices) in places.values {
                    group.addTask {
                        let bytes = indices.flatMap { commands[$0].bytes }
                        let isWrite = indices.contains { commands[$0].isWrite }
                        let result = await node.perform(bytes, count: indices.count, isWrite: isWrite, by: end)
                        return (node, indices, result)
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            var answers: [Reply?] = Array(repeating: nil, count: commands.count)
            for (node, indices, result) in batches {
                switch result {
                case .success(let replies):
                    for (index, reply) in zip(indices, replies) { answers[index] = reply }
                    // What a server has refused is gone about one by one, beginning with its answer.
                    for index in indices {
                        guard case .failure(let text)? = answers[index] else { continue }
                        let failure = (ServerFailure(text), node)
                        answers[index] = try await settle(commands[index], by: end, trying: failure)
                    }
                case .failure(.unanswered(let error)):
                    startRefreshing()
                    if indices.contains(where: { commands[$0].isWrite }) { throw error }
                case .failure(.unsent): break
                }
            }
            var replies: [Reply] = []
            for (index, answer) in answers.enumerated() {
                if let answer {
                    replies.append(answer)
                } else {
                    replies.append(try await settle(commands[index], by: end, trying: nil))
                }
            }
            return replies
        }

        /// The answer to the second of two, which is not to take effect before the first has.
        func perform(_ first: Command, then second: Command, by end: Time) async throws(StoreError) -> Reply {
            if isCluster {
                _ = try await perform(first, by: end)
                return try await perform(second, by: end)
            }
            // One server takes them in order.
            return try await perform([first, second], by: end)[1]
        }

        /// Nothing piles up: beyond the limit a call fails at once.
        private func enter() throws(StoreError) {
            guard underWay.add(1, ordering: .relaxed).newValue <= limit else {
                leave()
                throw StoreError(.unavailable, "More than \(limit) commands wait for Redis already.")
            }
        }

        private func leave() {
            underWay.subtract(1, ordering: .relaxed)
        }

        /// Sends a command until it is answered, it may have been done, or its time is over.
        /// - Parameter known: what a server has answered to it already.
        private func settle(
            _ command: Command,
            by end: Time,
            trying known: (failure: ServerFailure, node: Node)?
        ) async throws(StoreError) -> Reply {
            var known = known
            var target: Node?
            var preamble: [[UInt8]] = []
            var pause = Duration.milliseconds(2)
            while true {
                var last: StoreError
                var wantsMap = false
                var waits = true
                if let (failure, node) = known {
                    known = nil
                    last = failure.error(at: node.address)
                    switch failure {
                    case .moved(let slot, let address):
                        let address = address.orHost(of: node.address)
                        state.withLock { $0.map?.set(slot...slot, to: address) }
                        startRefreshing()
                        waits = target != nil
                        target = try self.node(at: address)
                    case .ask(let address):
                        target = try self.node(at: address.orHost(of: node.address))
                        preamble = [Command.asking]
                        waits = false
                    case .noScript:
                        guard let script = command.script else { throw last }
                        // Before ASKING, which holds for the next command alone.
                        preamble.insert(Command.bytes(["SCRIPT", "LOAD", script.text]), at: 0)
                        guard preamble.count <= 2 else { throw last }
                        target = node
                        waits = false
                    case .passing:
                        wantsMap = true
                        (target, preamble) = (nil, [])
                    case .readOnly where isCluster:
                        wantsMap = true
                        (target, preamble) = (nil, [])
                    default: throw last
                    }
                } else {
                    let node = if let target { target } else { try self.node(for: command.slot) }
                    let bytes = preamble.flatMap { $0 } + command.bytes
                    switch await node.perform(
                        bytes,
                        count: preamble.count + 1,
                        isWrite: command.isWrite,
                        by: end
                    ) {
                    case .success(let replies):
                        guard case .failure(let text)? = replies.last else { return replies.last ?? .null }
                        known = (ServerFailure(text), node)
                        continue
                    case .failure(.unanswered(let error)):
                        startRefreshing()
                        if command.isWrite { throw error }
                        last = error
                    case .failure(.unsent(let error)):
                        if error.code != .unavailable || state.withLock({ $0.isClosed }) { throw error }
                        last = error
                    }
                    wantsMap = true
                    (target, preamble) = (nil, [])
                }
                guard ContinuousClock.now < end else { throw last }
                if wantsMap, isCluster { _ = await refresh() }
                guard waits else { continue }
                // In a task of its own: a cancelled one would not sleep but ask again and again. The call is bounded as it is,
                // and half a login would be worse.
                let rest = min(pause, .milliseconds(100))
                await Task { try? await Task.sleep(for: rest) }.value
                pause *= 2
                guard ContinuousClock.now < end else { throw last }
            }
        }

        // MARK: Finding servers

        private func node(for slot: Int) throws(StoreError) -> Node {
            let address = state.withLock { state in state.map == nil ? seeds[0] : state.map?[slot] }
            guard let address else {
                throw StoreError(.unavailable, "The Redis Cluster has no master for some of the sessions.")
            }
            return try node(at: address)
        }

        private func node(at address: Address) throws(StoreError) -> Node {
            try state.withLock { (state) throws(StoreError) in
                if state.isClosed { throw StoreError.closed }
                if let node = state.nodes[address] { return node }
                let node = try Node(address, dialer: dialer, replicas: replicas)
                state.nodes[address] = node
                return node
            }
        }

        private func startRefreshing() {
            guard isCluster else { return }
            Task { _ = await refresh() }
        }

        /// Asks the servers one after another how the cluster is divided, unless somebody is at it. Whether the map is new.
        private func refresh() async -> Bool {
            let known: [Address]? = state.withLock { state in
                guard !state.isRefreshing, !state.isClosed else { return nil }
                state.isRefreshing = true
                return state.map?.masters ?? []
            }
            guard let known else { return false }
            defer { state.withLock { $0.isRefreshing = false } }
            // Anyone but the one that has just failed may know; no one is waited for long.
            let patience = max(timeout / 4, .milliseconds(50))
            for address in known.shuffled() + seeds {
                guard let node = try? node(at: address) else { return false }
                let result = await node.perform(
                    Command.clusterSlots,
                    count: 1,
                    isWrite: false,
                    by: ContinuousClock.now + patience
                )
                guard case .success(let replies) = result, let reply = replies.first,
                    let map = SlotMap(reply, asked: address)
                else { continue }
                let left = state.withLock { state in
                    state.map = map
                    let left = state.nodes.filter { !map.masters.contains($0.key) && !seeds.contains($0.key) }
                    for address in left.keys { state.nodes[address] = nil }
                    return Array(left.values)
                }
                for node in left { node.stop() }
                return true
            }
            return false
        }
    }

    extension Address {
        /// A server that does not know its own name leaves it out: then it is that of the one that was asked.
        fileprivate func orHost(of other: Address) -> Address {
            host.isEmpty ? Address(host: other.host, port: port) : self
        }
    }
#endif
