package import Sessions
import SessionsTesting
import Synchronization

/// Stores of several servers on one database, asked in turn: a browser whose requests hop between them.
package final class AlternatingStore<Store: IterableSessionStore>: ForwardingStore, IterableSessionStore {
    private let stores: [Store]
    private let turn = Atomic<Int>(0)

    package init(_ stores: [Store]) {
        self.stores = stores
    }

    package var base: any SessionStore { next }

    private var next: Store { stores[turn.add(1, ordering: .relaxed).newValue % stores.count] }

    package func page(after cursor: StoreCursor?, limit: Int) async throws(StoreError) -> StorePage {
        try await next.page(after: cursor, limit: limit)
    }
}
