#if PostgreSQL
    import StoreSupport

    /// Every statement that runs after the tables are there, each written here and nowhere else. The name of a case is that
    /// of the prepared statement.
    ///
    /// Parameters are numbered in the order in which they are bound. Times are milliseconds; `state` is 0 live,
    /// 1 forwarding, 2 closed, 3 superseded. None writes to one table twice, and each finds its rows by tag and hash where
    /// the caller knows them: what a database that is spread over machines can do.
    enum Query: String, CaseIterable {
        case begin, commit, rollback
        case lockSlot, lockFamily, lockSubject, lockRows
        case load, list, page, standing, rivals, notBefore
        case insert, insertNew, update, touch, confirm, closePredecessors
        case forward, supersede, trimTombstones
        case deleteFamily, deleteSubject, raiseNotBefore
        case postponeChecks, deleteExpired, wipeSuccessors, forgetNotBefores

        func sql(in table: TableName) -> String {
            let sessions = table.sessions
            let notBefore = table.notBefore
            let slots = table.slots
            return switch self {
            case .begin: "BEGIN"
            case .commit: "COMMIT"
            case .rollback: "ROLLBACK"

            case .lockSlot: "SELECT slot FROM \(slots) WHERE slot = $1 FOR UPDATE"
            case .lockFamily:
                """
                SELECT slot FROM \(slots)
                WHERE slot IN (SELECT \(Slot.sql(tag: "tag")) FROM \(sessions) WHERE family = $1)
                ORDER BY slot FOR UPDATE
                """
            case .lockSubject:
                // With the slot of a tag besides, for a login from a session that is not his.
                """
                SELECT slot FROM \(slots)
                WHERE slot IN (
                    SELECT \(Slot.sql(tag: "tag")) FROM \(sessions) WHERE subject = $1 UNION ALL SELECT $2::integer
                )
                ORDER BY slot FOR UPDATE
                """
            case .lockRows:
                """
                SELECT hash FROM \(sessions)
                WHERE subject = $1 AND family IS DISTINCT FROM $2
                ORDER BY tag, hash FOR UPDATE
                """

            case .load: "SELECT \(Self.recordColumns) FROM \(sessions) WHERE tag = $1 AND hash = $2"
            case .list:
                """
                SELECT \(Self.recordColumns) FROM \(sessions) WHERE subject = $1 AND \(Self.isLive(at: 2))
                ORDER BY last_seen DESC, created DESC, hash
                """
            case .page:
                """
                SELECT \(Self.recordColumns) FROM \(sessions) WHERE (tag, hash) > ($1, $2)
                ORDER BY tag, hash LIMIT $3
                """
            case .standing:
                "SELECT version FROM \(sessions) WHERE tag = $1 AND hash = $2 AND \(Self.isLive(at: 3))"
            case .rivals:
                // The old record, if there is one, and the others of the subject, if they are asked for.
                """
                SELECT tag = $1 AND hash = $2, version, family, last_seen, created FROM \(sessions)
                WHERE (tag = $1 AND hash = $2 OR subject = $4) AND \(Self.isLive(at: 3))
                ORDER BY tag, hash FOR UPDATE
                """
            case .notBefore: "SELECT at FROM \(notBefore) WHERE subject = $1"

            case .insert: "\(Self.insertion(into: sessions)) ON CONFLICT (tag, hash) DO NOTHING"
            case .insertNew: Self.insertion(into: sessions)
            case .update:
                // A deadline that comes nearer moves the check, and with it an index; otherwise none is touched.
                """
                UPDATE \(sessions) SET payload = $5, version = $6, last_seen = $7, idle_deadline = $8,
                    absolute_deadline = $9, renew_at = $10, authenticated = $11, assurance = $12, key_id = $13,
                    label = $14, check_at = least(check_at, $8, $9)
                WHERE tag = $1 AND hash = $2 AND version = $3 AND \(Self.isLive(at: 4))
                """
            case .touch:
                """
                UPDATE \(sessions) SET last_seen = $4, idle_deadline = least($5, absolute_deadline),
                    check_at = least(check_at, $5)
                WHERE tag = $1 AND hash = $2 AND \(Self.isLive(at: 3))
                """
            case .confirm:
                """
                UPDATE \(sessions) SET confirmed_at = $3
                WHERE tag = $1 AND hash = $2 AND \(Self.isLive(at: 3)) AND confirmed_at IS NULL
                RETURNING family
                """
            case .closePredecessors:
                "UPDATE \(sessions) SET state = 2, closed_at = $3 WHERE tag = $1 AND family = $2 AND state = 1"

            case .forward:
                """
                UPDATE \(sessions) SET state = 1, successor = $3, payload = '', idle_deadline = absolute_deadline
                WHERE tag = $1 AND hash = $2
                """
            case .supersede:
                """
                UPDATE \(sessions) SET state = 3, successor = NULL, closed_at = NULL, payload = '',
                    idle_deadline = $4, absolute_deadline = $4, check_at = $4
                WHERE tag = $1 AND family = $3 AND (state <> 0 OR hash = $2)
                """
            case .trimTombstones:
                // The tombstone that was just made stays, however old its last request.
                """
                DELETE FROM \(sessions) WHERE tag = $1 AND hash IN (
                    SELECT hash FROM \(sessions) WHERE tag = $1 AND family = $3 AND state <> 0 AND hash <> $2
                    ORDER BY last_seen DESC, renew_at DESC, hash OFFSET $4
                )
                """

            case .deleteFamily:
                "DELETE FROM \(sessions) WHERE family = $1 RETURNING \(Self.isLive(at: 2))"
            case .deleteSubject:
                """
                DELETE FROM \(sessions)
                WHERE family IN (SELECT family FROM \(sessions) WHERE subject = $1 AND family IS DISTINCT FROM $2)
                RETURNING subject = $1 AND \(Self.isLive(at: 3))
                """
            case .raiseNotBefore:
                """
                INSERT INTO \(notBefore) AS stored (subject, at) VALUES ($1, $2)
                ON CONFLICT (subject) DO UPDATE SET at = greatest(stored.at, excluded.at)
                """

            case .postponeChecks:
                """
                WITH \(Self.due(in: table, where: "check_at <= $1", order: "ORDER BY check_at"))
                UPDATE \(sessions) AS row SET check_at = least(row.idle_deadline, row.absolute_deadline) FROM due
                WHERE row.tag = due.tag AND row.hash = due.hash
                    AND row.idle_deadline > $1 AND row.absolute_deadline > $1
                """
            case .deleteExpired:
                """
                WITH \(Self.due(in: table, where: "check_at <= $1", order: "ORDER BY check_at"))
                DELETE FROM \(sessions) AS row USING due
                WHERE row.tag = due.tag AND row.hash = due.hash
                    AND (row.idle_deadline <= $1 OR row.absolute_deadline <= $1)
                """
            case .wipeSuccessors:
                """
                WITH \(Self.due(in: table, where: "closed_at <= $1 AND state = 2 AND successor IS NOT NULL"))
                UPDATE \(sessions) AS row SET successor = NULL FROM due
                WHERE row.tag = due.tag AND row.hash = due.hash AND row.state = 2
                """
            case .forgetNotBefores:
                """
                DELETE FROM \(notBefore)
                WHERE at <= $1 AND subject IN (SELECT subject FROM \(notBefore) WHERE at <= $1 LIMIT $2)
                """
            }
        }

        /// Reads an index from end to end: run on a connection of its own. What is to be checked later is not expired, so
        /// that the index alone tells.
        static func count(in table: TableName, now: Int64) -> String {
            """
            SELECT (SELECT count(*) FROM \(table.sessions) WHERE check_at > \(now) AND state = 0)
                + (SELECT count(*) FROM \(table.sessions)
                    WHERE check_at <= \(now) AND state = 0 AND idle_deadline > \(now) AND absolute_deadline > \(now))
            """
        }

        /// Up to `$2` rows that one server purges at a time, those apart that somebody else is changing. Materialised: a
        /// plan that looked twice would lock others the second time.
        private static func due(in table: TableName, where condition: String, order: String = "") -> String {
            """
            mine AS MATERIALIZED (
                SELECT slot FROM \(table.slots) WHERE slot = \(Slot.purge) FOR UPDATE SKIP LOCKED
            ), due AS MATERIALIZED (
                SELECT tag, hash FROM \(table.sessions) WHERE \(condition) AND EXISTS (SELECT FROM mine)
                \(order) LIMIT $2 FOR UPDATE SKIP LOCKED
            )
            """
        }

        private static func insertion(into sessions: String) -> String {
            """
            INSERT INTO \(sessions) (
                tag, hash, version, family, subject, created, last_seen, idle_deadline, absolute_deadline, renew_at,
                authenticated, assurance, key_id, payload, label, state, successor, closed_at, confirmed_at, check_at
            ) VALUES (
                $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                least($8::bigint, $9::bigint)
            )
            """
        }

        /// In the order in which ``Rows/record(_:)`` reads them.
        private static let recordColumns = """
            tag, hash, version, family, subject, created, last_seen, idle_deadline, absolute_deadline, renew_at, \
            authenticated, assurance, key_id, payload, label, state, successor, closed_at, confirmed_at
            """

        /// Live, as the contract means it, at the time in that parameter.
        private static func isLive(at parameter: Int) -> String {
            "state = 0 AND idle_deadline > $\(parameter) AND absolute_deadline > $\(parameter)"
        }
    }
#endif
