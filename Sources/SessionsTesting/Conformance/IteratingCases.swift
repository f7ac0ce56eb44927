import Sessions

/// Checked of a store that is an `IterableSessionStore`; another one passes them unseen.
extension StoreConformance {
    static let iterating: [Case] = [
        Case("page gives every row once, in whatever state, and then ends") { store, check in
            guard let store = store as? any IterableSessionStore else { return }
            check.equal(try await store.page(after: nil, limit: 10).records, [], "page of an empty store")
            // Live, past a deadline, renewed, closed and superseded ones, with the successors of the last three.
            for first in [1, 101, 201] { _ = try await store.addOneOfEachState(from: first, check) }
            var rows: [SessionRecord] = []
            for number in 1..<300 {
                if let row = try await store.load(Fixture.key(number)) { rows.append(row) }
            }
            for limit in [-1, 1, 2, 7, rows.count, 1_000, .max] {
                let pages = try await store.allPages(of: limit, check)
                check.that(pages.allSatisfy { $0.records.count <= max(1, limit) }, "a page has more than \(limit) rows")
                check.equal(pages.map(\.unreadable), pages.map { _ in 0 }, "unreadable rows")
                let seen = pages.flatMap(\.records)
                check.equal(seen.count, rows.count, "rows in pages of \(limit)")
                for row in rows {
                    check.equal(seen.first { $0.key == row.key }, row, "a row in pages of \(limit)")
                }
            }
        },
        Case("rows that stay come exactly once while others are written and deleted") { store, check in
            guard let store = store as? any IterableSessionStore else { return }
            for number in 0..<60 { try await store.add(Fixture.record(number), check) }
            // Two of three go, in front of the cursor and behind it; the third is written and touched all the time.
            let staying = (0..<60).filter { $0 % 3 == 0 }
            var going = (0..<60).filter { $0 % 3 != 0 }
            var rows = staying.map { Fixture.record($0) }
            var added = 1_000
            var seen: [StoreKey] = []
            var cursor: StoreCursor?
            repeat {
                let page = try await store.page(after: cursor, limit: 4)
                seen += page.records.map(\.key)
                cursor = page.next
                for number in [going.popLast(), going.isEmpty ? nil : going.removeFirst()] {
                    guard let number else { continue }
                    _ = try await store.deleteFamily(Fixture.family(number), now: Fixture.soon)
                }
                for _ in 0..<2 where added < 1_200 {
                    try await store.add(Fixture.record(added), check)
                    added += 1
                }
                for index in rows.indices {
                    let next = Fixture.changed(rows[index])
                    _ = try await store.update(
                        next.key,
                        expecting: rows[index].version,
                        to: next,
                        now: Fixture.soon
                    )
                    rows[index] = next
                }
                guard seen.count < 1_000 else { return check.fail("the iteration comes to no end") }
            } while cursor != nil
            for number in staying {
                let key = Fixture.key(number)
                check.equal(seen.count { $0 == key }, 1, "times that a row which stayed came")
            }
        },
        Case("rows that stay come exactly once while other tasks write, delete and purge") { store, check in
            guard let store = store as? any IterableSessionStore else { return }
            let staying = Set((0..<100).map { Fixture.key($0) })
            for number in 0..<100 { try await store.add(Fixture.record(number), check) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 1...3 {
                    group.addTask {
                        for number in 0..<50 {
                            let record = Fixture.record(task * 10_000 + number)
                            _ = try await store.create(record, admission: nil, now: Fixture.start)
                            _ = try await store.deleteFamily(record.family, now: Fixture.soon)
                            _ = try await store.deleteExpired(limit: 10, now: Fixture.soon)
                        }
                    }
                }
                for _ in 0..<5 {
                    let seen = try await store.allPages(of: 9, check).flatMap(\.records).map(\.key)
                    let stayed = seen.filter(staying.contains)
                    check.equal(stayed.count, staying.count, "rows that stayed and came")
                    check.equal(Set(stayed).count, staying.count, "different ones among them")
                }
                try await group.waitForAll()
            }
        },
    ]
}

extension IterableSessionStore {
    /// All pages from the first to the last.
    fileprivate func allPages(of limit: Int, _ check: Check) async throws -> [StorePage] {
        var pages: [StorePage] = []
        var cursor: StoreCursor?
        repeat {
            let page = try await page(after: cursor, limit: limit)
            pages.append(page)
            cursor = page.next
            guard pages.count < 500 else {
                check.fail("the iteration comes to no end")
                break
            }
        } while cursor != nil
        return pages
    }
}
