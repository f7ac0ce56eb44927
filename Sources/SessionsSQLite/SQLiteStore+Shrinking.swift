import Sessions

extension SQLiteStore {
    /// Gives pages that deleted rows have left back to the file system, while more than a quarter of the file is empty: what
    /// is left will be needed again.
    ///
    /// In steps of a few milliseconds, as the purge goes, and not more of them than a minute's purge has time for. The file
    /// itself shrinks when the log is next copied into it.
    func giveBackPages() async throws(StoreError) {
        for _ in 0..<ShrinkingStep.most {
            let began = ContinuousClock.now
            let hasMore = try await writer.write(isBulk: true) { (connection) throws(StoreError) in
                let free = try connection.integer("PRAGMA freelist_count") ?? 0
                let pages = try connection.integer("PRAGMA page_count") ?? 0
                let surplus = free - max(pages / 4, ShrinkingStep.leastFree)
                guard surplus > 0 else { return false }
                try connection.execute("PRAGMA incremental_vacuum(\(min(surplus, ShrinkingStep.pages)))")
                // A file that somebody has vacuumed to another mode gives nothing back.
                let left = try connection.integer("PRAGMA freelist_count") ?? 0
                return left < free && surplus > ShrinkingStep.pages
            }
            if !hasMore { return }
            await writer.giveWay(after: began.duration(to: .now))
        }
    }
}

private enum ShrinkingStep {
    /// Pages that one transaction gives back: each is the last of the file, whose contents move to an empty one.
    static let pages: Int64 = 128
    /// 1 MB stays whatever the size of the file.
    static let leastFree: Int64 = 256
    /// 64 MB a purge.
    static let most = 128
}
