import Sessions

extension SQLiteStore {
    /// Gives pages that deleted rows have left back to the file system, while more than a quarter of the file is empty: what
    /// is left will be needed again.
    ///
    /// In steps as the purge goes, and not more of them than a minute's purge has time for. The file itself shrinks when the
    /// log is next copied into it.
    func giveBackPages() async throws(StoreError) {
        for _ in 0..<ShrinkingStep.most {
            let began = ContinuousClock.now
            let hasMore = try await writer.write(isBulk: true) { (connection) throws(StoreError) in
                try connection.giveBackPages()
            }
            if !hasMore { return }
            await writer.giveWay(after: began.duration(to: .now))
        }
    }
}

private enum ShrinkingStep {
    /// 1 MB stays whatever the size of the file.
    static let leastFree: Int64 = 256
    /// Some ten seconds a purge, half of which is rest.
    static let most = 2_500
}

extension Connection {
    /// Gives back what a step has time for, and tells whether there is more.
    ///
    /// The last page of the file goes, after what it holds has moved to an empty one; or it is empty itself, and is looked for
    /// in SQLite's list of all empty pages. In a file of which most is empty that takes a third of a millisecond a page.
    fileprivate func giveBackPages() throws(StoreError) -> Bool {
        let end = ContinuousClock.now + PurgeStep.time
        let free = try integer("PRAGMA freelist_count") ?? 0
        let pages = try integer("PRAGMA page_count") ?? 0
        let surplus = free - max(pages / 4, ShrinkingStep.leastFree)
        guard surplus > 0 else { return false }
        // A row for each page.
        try execute("PRAGMA incremental_vacuum(\(surplus))") { ContinuousClock.now < end }
        let left = try integer("PRAGMA freelist_count") ?? 0
        // A file that somebody has vacuumed to another mode gives nothing back.
        return left < free && left > free - surplus
    }
}
