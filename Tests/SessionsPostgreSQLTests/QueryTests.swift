#if PostgreSQL
    import Sessions
    import StoreSupport
    import StoreTesting
    import Testing

    @testable import SessionsPostgreSQL

    @Suite("Queries")
    struct QueryTests {
        @Test("each finds its rows through an index", arguments: Query.allCases)
        func plans(query: Query) async throws {
            if [.begin, .commit, .rollback].contains(query) { return }
            let place = try Place()
            try await place.withStore { store in
                _ = try await store.create(sample(1, subject: "ann"), admission: nil, now: start)
            }
            let raw = try place.raw()
            let sql = query.sql(in: try TableName("sessions"))
            let count = (1...30).last { sql.contains("$\($0)") } ?? 0
            try raw.execute("PREPARE tried AS \(sql)")
            // The plan that every run gets after the first few, without what the planner prefers for small tables.
            try raw.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
            let arguments = count == 0 ? "" : "(\((0..<count).map { _ in "NULL" }.joined(separator: ", ")))"
            for line in try raw.rows("EXPLAIN EXECUTE tried\(arguments)") {
                #expect(!line.contains("Seq Scan"), "\(query): \(line)")
            }
        }
    }
#endif
