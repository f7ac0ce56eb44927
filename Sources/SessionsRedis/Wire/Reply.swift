#if Redis
    import CHiredis

    /// What a server answers.
    enum Reply: Sendable, Equatable {
        case bytes([UInt8])
        case integer(Int64)
        case array([Reply])
        case null
        /// The first word says of what kind it is. The rest may quote what was sent and goes into no error of ours.
        case failure(String)

        /// Copies what hiredis has read.
        @unsafe init(_ reply: UnsafePointer<redisReply>) {
            switch unsafe reply.pointee.type {
            case REDIS_REPLY_STRING, REDIS_REPLY_STATUS:
                self = unsafe .bytes(Self.text(reply))
            case REDIS_REPLY_INTEGER:
                self = unsafe .integer(reply.pointee.integer)
            case REDIS_REPLY_ARRAY:
                var elements: [Reply] = []
                if let first = unsafe reply.pointee.element {
                    elements = unsafe UnsafeBufferPointer(start: first, count: reply.pointee.elements).map { element in
                        if let element = unsafe element { unsafe Reply(element) } else { .null }
                    }
                }
                self = .array(elements)
            case REDIS_REPLY_ERROR:
                self = unsafe .failure(String(decoding: Self.text(reply), as: UTF8.self))
            default:
                self = .null
            }
        }

        @unsafe private static func text(_ reply: UnsafePointer<redisReply>) -> [UInt8] {
            guard let text = unsafe reply.pointee.str else { return [] }
            return unsafe Array(UnsafeRawBufferPointer(start: text, count: reply.pointee.len))
        }

        var bytes: [UInt8]? {
            if case .bytes(let bytes) = self { bytes } else { nil }
        }

        /// A short word of ASCII that a script or a command answers with.
        var word: String? {
            bytes.map { String(decoding: $0, as: UTF8.self) }
        }

        var integer: Int64? {
            if case .integer(let integer) = self { integer } else { nil }
        }

        var array: [Reply]? {
            if case .array(let elements) = self { elements } else { nil }
        }
    }
#endif
