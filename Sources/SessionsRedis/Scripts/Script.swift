#if Redis
    /// What the server runs as a whole, without anything else happening in between: Lua, called by the hash of its text.
    ///
    /// Every key that a script may touch is given to it as a key, all of one hash slot, so that it runs on a cluster and
    /// while a slot is being moved. Texts are never put together from what a caller gave.
    enum Script: Int, CaseIterable, Sendable {
        // On the row of a session.
        case create, update, touch, rotate, confirm, end, expire, count
        // On what leads to it.
        case cover, members, reserve, release, raise

        var text: String {
            switch self {
            case .create: RowScripts.library + RowScripts.create
            case .update: RowScripts.judging + RowScripts.update
            case .touch: RowScripts.judging + RowScripts.touch
            case .rotate: RowScripts.library + RotationScripts.library + RotationScripts.rotate
            case .confirm: RowScripts.library + RotationScripts.library + RotationScripts.confirm
            case .end: RowScripts.library + EndingScripts.end
            case .expire: RowScripts.library + EndingScripts.expire
            case .count: RowScripts.library + EndingScripts.count
            case .cover: IndexScripts.cover
            case .members: IndexScripts.members
            case .reserve: IndexScripts.reserve
            case .release: IndexScripts.release
            case .raise: IndexScripts.raise
            }
        }

        /// What it may write makes all the difference when an answer does not come.
        var isWrite: Bool {
            switch self {
            case .members, .count: false
            default: true
            }
        }
    }
#endif
