package import Model
internal import SQL

extension Transaction {
    package borrowing func metadata(of session: Model.Session.ID) throws(DomainError) -> [SessionMetadata] {
        try all("SELECT key, value FROM session_metadata WHERE session_id = $1 ORDER BY key", session) {
            (row) throws(DomainError) in SessionMetadata(key: try row.text("key"), value: try row.blob("value"))
        }
    }

    /// Sets an entry; an empty value removes it.
    /// - Returns: whether anything changed.
    package borrowing func set(
        _ entry: SessionMetadata, of session: Model.Session.ID
    ) throws(DomainError) -> Bool {
        guard !entry.value.isEmpty else {
            return try execute(
                "DELETE FROM session_metadata WHERE session_id = $1 AND key = $2", session, entry.key) == 1
        }
        return try execute(
            """
            INSERT INTO session_metadata (session_id, key, value) VALUES ($1, $2, $3)
            ON CONFLICT (session_id, key) DO UPDATE SET value = excluded.value
            WHERE session_metadata.value <> excluded.value
            """,
            session, entry.key, entry.value) == 1
    }
}
