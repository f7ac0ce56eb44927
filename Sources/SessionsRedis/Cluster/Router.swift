#if Redis
    import Sessions
    import StoreSupport
    import Synchronization

    /// Sends each command to the server that has its keys, follows a cluster that moves them, and tries again for as long
    /// as a call may take where nothing can have been done.
    final class Router: Sendable {
        typealias Time = ContinuousClock.Instant

        let isCluster: Bool
        let timeout: Duration
        private let dialer: Dialer
        let limit: Int
        private let replicas: Int
        private let seeds: [Address]
        /// The hashes that the servers know the scripts by, in the order of their cases.
        let hashes: [[UInt8]]
        let state: Mutex<State>
        let underWay = Atomic<Int>(0)

        struct State {
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
                tls: settings.tls,
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
                tls: settings.tls,
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

        // MARK: Finding servers

        func node(for slot: Int) throws(StoreError) -> Node {
            let address = state.withLock { state in state.map == nil ? seeds[0] : state.map?[slot] }
            guard let address else {
                throw StoreError(.unavailable, "The Redis Cluster has no master for some of the sessions.")
            }
            return try node(at: address)
        }

        func node(at address: Address) throws(StoreError) -> Node {
            try state.withLock { (state) throws(StoreError) in
                if state.isClosed { throw StoreError.closed }
                if let node = state.nodes[address] { return node }
                let node = try Node(address, dialer: dialer, replicas: replicas)
                state.nodes[address] = node
                return node
            }
        }

        func startRefreshing() {
            guard isCluster else { return }
            Task { _ = await refresh() }
        }

        /// Asks the servers one after another how the cluster is divided, unless somebody is at it. Whether the map is new.
        func refresh() async -> Bool {
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
#endif
