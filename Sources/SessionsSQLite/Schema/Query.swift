import StoreSupport

/// Every statement that runs after the file was opened, each written here and nowhere else.
///
/// Parameters are numbered in the order in which they are bound. Times are milliseconds; `state` is 0 live, 1 forwarding,
/// 2 closed, 3 superseded.
enum Query: Int, CaseIterable {
    case begin, commit, rollback, dataVersion
    case load, list, page, count, standing, liveFamilies, notBefore, rowsOfFamily, countOthers
    case insert, update, touch, hastenCheck, confirm, closePredecessors
    case forward, supersede, trimTombstones
    case deleteSubject, raiseNotBefore
    case due, deleteRow, postponeCheck, wipeSuccessors, forgetNotBefores

    func sql(in table: TableName) -> String {
        let sessions = table.sessions
        let notBefore = table.notBefore
        return switch self {
        // IMMEDIATE: a transaction that begins by reading and then finds another process writing cannot go on.
        case .begin: "BEGIN IMMEDIATE"
        case .commit: "COMMIT"
        case .rollback: "ROLLBACK"
        case .dataVersion: "PRAGMA data_version"

        case .load: "SELECT \(Self.recordColumns) FROM \(sessions) WHERE hash = ?1"
        case .list:
            """
            SELECT \(Self.recordColumns) FROM \(sessions) WHERE subject = ?1 AND \(Self.isLive(at: 2))
            ORDER BY last_seen DESC, id DESC
            """
        case .page:
            "SELECT \(Self.recordColumns), id FROM \(sessions) WHERE id > ?1 ORDER BY id LIMIT ?2"
        case .count:
            // What is to be checked later is not expired: there the index alone tells.
            """
            SELECT (SELECT count(*) FROM \(sessions) WHERE check_at > ?1 AND state = 0)
                + (SELECT count(*) FROM \(sessions) WHERE check_at <= ?1 AND \(Self.isLive(at: 1)))
            """
        case .standing:
            "SELECT version, family FROM \(sessions) WHERE hash = ?1 AND \(Self.isLive(at: 2))"
        case .liveFamilies:
            """
            SELECT family FROM \(sessions) WHERE subject = ?1 AND \(Self.isLive(at: 2))
                AND family <> ?3 AND family IS NOT ?4
            GROUP BY family ORDER BY max(last_seen), max(id)
            """
        case .notBefore: "SELECT at FROM \(notBefore) WHERE subject = ?1"
        case .rowsOfFamily:
            "SELECT id, \(Self.isLive(at: 2)), hash FROM \(sessions) WHERE family = ?1"
        case .countOthers:
            "SELECT count(*) FROM \(sessions) WHERE subject = ?1 AND \(Self.isLive(at: 2)) AND family IS NOT ?3"

        case .insert:
            """
            INSERT INTO \(sessions) (
                hash, tag, version, family, subject, created, last_seen, idle_deadline, absolute_deadline, renew_at,
                authenticated, assurance, key_id, payload, label, state, successor, closed_at, confirmed_at, check_at
            ) VALUES (
                ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, min(?8, ?9)
            ) ON CONFLICT (hash) DO NOTHING
            """
        case .update:
            """
            UPDATE \(sessions) SET payload = ?4, version = ?5, last_seen = ?6, idle_deadline = ?7,
                absolute_deadline = ?8, renew_at = ?9, authenticated = ?10, assurance = ?11, key_id = ?12, label = ?13
            WHERE hash = ?1 AND version = ?2 AND \(Self.isLive(at: 3)) AND check_at <= min(?7, ?8)
            """
        case .touch:
            """
            UPDATE \(sessions) SET last_seen = ?3, idle_deadline = min(?4, absolute_deadline)
            WHERE hash = ?1 AND \(Self.isLive(at: 2)) AND check_at <= min(?4, absolute_deadline)
            """
        case .hastenCheck: "UPDATE \(sessions) SET check_at = ?2 WHERE hash = ?1 AND check_at > ?2"
        case .confirm:
            "UPDATE \(sessions) SET confirmed_at = ?2 WHERE hash = ?1 AND \(Self.isLive(at: 2)) AND confirmed_at IS NULL"
        case .closePredecessors:
            """
            UPDATE \(sessions) SET state = 2, closed_at = ?2
            WHERE family = (SELECT family FROM \(sessions) WHERE hash = ?1) AND state = 1
            """

        case .forward:
            """
            UPDATE \(sessions) SET state = 1, successor = ?2, payload = x'', idle_deadline = absolute_deadline
            WHERE hash = ?1
            """
        case .supersede:
            """
            UPDATE \(sessions) SET state = 3, successor = NULL, closed_at = NULL, payload = x'',
                idle_deadline = ?3, absolute_deadline = ?3, check_at = ?3
            WHERE family = ?2 AND (state <> 0 OR hash = ?1)
            """
        case .trimTombstones:
            // The tombstone that was just made stays, however old its last request.
            """
            DELETE FROM \(sessions) WHERE id IN (
                SELECT id FROM \(sessions) WHERE family = ?2 AND state <> 0 AND hash <> ?1
                ORDER BY last_seen DESC, id DESC LIMIT -1 OFFSET ?3
            )
            """

        case .deleteSubject:
            """
            DELETE FROM \(sessions)
            WHERE family IN (SELECT family FROM \(sessions) WHERE subject = ?1 AND family IS NOT ?2)
            RETURNING hash
            """
        case .raiseNotBefore:
            """
            INSERT INTO \(notBefore) (subject, at) VALUES (?1, ?2)
            ON CONFLICT (subject) DO UPDATE SET at = max(at, excluded.at)
            """

        case .due:
            """
            SELECT id, idle_deadline <= ?1 OR absolute_deadline <= ?1, hash FROM \(sessions)
            WHERE check_at <= ?1 ORDER BY check_at LIMIT ?2
            """
        case .deleteRow: "DELETE FROM \(sessions) WHERE id = ?1"
        case .postponeCheck: "UPDATE \(sessions) SET check_at = min(idle_deadline, absolute_deadline) WHERE id = ?1"
        case .wipeSuccessors:
            """
            UPDATE \(sessions) SET successor = NULL WHERE id IN (
                SELECT id FROM \(sessions) WHERE closed_at <= ?1 AND state = 2 AND successor IS NOT NULL LIMIT ?2
            )
            """
        case .forgetNotBefores:
            """
            DELETE FROM \(notBefore) WHERE subject IN (SELECT subject FROM \(notBefore) WHERE at <= ?1 LIMIT ?2)
            """
        }
    }

    /// In the order in which ``Statement/record(key:)`` reads them.
    private static let recordColumns = """
        tag, hash, version, family, subject, created, last_seen, idle_deadline, absolute_deadline, renew_at, \
        authenticated, assurance, key_id, payload, label, state, successor, closed_at, confirmed_at
        """

    /// Where ``page`` has the number of the row.
    static let rowColumn: Int32 = 19

    /// Live, as the contract means it, at the time in that parameter.
    private static func isLive(at parameter: Int) -> String {
        "state = 0 AND idle_deadline > ?\(parameter) AND absolute_deadline > ?\(parameter)"
    }
}
