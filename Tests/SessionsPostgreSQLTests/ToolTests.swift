#if PostgreSQL
    import HTTPTesting
    import Testing

    @Suite("The tool and PostgreSQL")
    struct ToolTests {
        @Test("sessions move here and back with the tool, which sees and ends them here")
        func moving() async throws {
            let place = try Place()
            try await place.withStore { store in
                let problems = try await MovingStory(address: place.url, store: store).problems()
                #expect(problems.isEmpty, "\(problems)")
            }
        }
    }
#endif
