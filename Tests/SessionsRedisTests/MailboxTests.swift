#if Redis
    import Testing

    @testable import SessionsRedis

    @Suite("What wakes a node's thread")
    struct MailboxTests {
        @Test("who is stopped between looking and falling asleep does not fall asleep")
        func stoppedInBetween() throws {
            let mailbox = try Mailbox()
            let (letters, isClosed) = mailbox.take()
            #expect(letters.isEmpty && !isClosed)
            mailbox.stop()
            #expect(!mailbox.fallAsleep(knowing: isClosed))
        }

        @Test("who knows that it is stopped and waits for answers sleeps as before")
        func stoppedBefore() throws {
            let mailbox = try Mailbox()
            mailbox.stop()
            let (_, isClosed) = mailbox.take()
            #expect(isClosed)
            #expect(mailbox.fallAsleep(knowing: isClosed))
        }

        @Test("what comes between looking and falling asleep keeps awake")
        func postedInBetween() throws {
            let mailbox = try Mailbox()
            _ = mailbox.take()
            let job = Job(bytes: [], count: 1, isWrite: false, end: .now) { _ in }
            #expect(mailbox.post(.job(job)))
            #expect(!mailbox.fallAsleep(knowing: false))
            #expect(mailbox.take().letters.count == 1)
            #expect(mailbox.fallAsleep(knowing: false))
        }
    }
#endif
