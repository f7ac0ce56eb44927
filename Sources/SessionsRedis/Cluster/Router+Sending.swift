#if Redis
    import Sessions
    import Synchronization

    extension Router {
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
    }

    extension Address {
        /// A server that does not know its own name leaves it out: then it is that of the one that was asked.
        fileprivate func orHost(of other: Address) -> Address {
            host.isEmpty ? Address(host: other.host, port: port) : self
        }
    }
#endif
