#if Redis
    import CHiredis

    /// A connection that waits for each answer, to look at what a store has written and to order a server about.
    @safe final class RawRedis {
        struct Failure: Error {
            let description: String
        }

        private let context: UnsafeMutablePointer<redisContext>

        /// - Parameter path: of a Unix socket, for a server whose only port wants TLS.
        init(path: String) throws {
            guard let context = unsafe redisConnectUnixWithTimeout(path, timeval(tv_sec: 5, tv_usec: 0))
            else { throw Failure(description: "no context") }
            unsafe self.context = context
            guard unsafe context.pointee.err == 0 else { throw Failure(description: "\(path) does not answer") }
            unsafe redisSetTimeout(context, timeval(tv_sec: 10, tv_usec: 0))
        }

        deinit {
            unsafe redisFree(context)
        }

        /// The answer as a line: numbers in digits, arrays with a comma between their parts.
        @discardableResult
        func call(_ words: String...) throws -> String {
            try call(words.map { Array($0.utf8) })
        }

        @discardableResult
        func call(_ words: [[UInt8]]) throws -> String {
            var command = Array("*\(words.count)\r\n".utf8)
            for word in words { command += Array("$\(word.count)\r\n".utf8) + word + Array("\r\n".utf8) }
            unsafe command.withUnsafeBytes {
                _ = unsafe redisAppendFormattedCommand(
                    context,
                    $0.baseAddress?.assumingMemoryBound(to: CChar.self),
                    $0.count
                )
            }
            var reply: UnsafeMutableRawPointer?
            guard unsafe redisGetReply(context, &reply) == REDIS_OK, let reply = unsafe reply else {
                throw Failure(description: "no answer")
            }
            defer { unsafe freeReplyObject(reply) }
            return try unsafe Self.text(reply.assumingMemoryBound(to: redisReply.self))
        }

        @unsafe private static func text(_ reply: UnsafePointer<redisReply>) throws -> String {
            let reply = unsafe reply.pointee
            switch unsafe reply.type {
            case REDIS_REPLY_INTEGER: return unsafe "\(reply.integer)"
            case REDIS_REPLY_NIL: return ""
            case REDIS_REPLY_ARRAY:
                return try unsafe (0..<reply.elements).map { index in
                    guard let element = unsafe reply.element[index] else { return "" }
                    return try unsafe text(element)
                }.joined(separator: ",")
            default:
                let bytes = unsafe UnsafeRawBufferPointer(start: reply.str, count: reply.len)
                let text = unsafe String(decoding: bytes, as: UTF8.self)
                if unsafe reply.type == REDIS_REPLY_ERROR { throw Failure(description: text) }
                return text
            }
        }
    }
#endif
