package import Model
package import Platform
internal import SQL

extension Transaction {
    /// All web keys without the keys themselves, the oldest first.
    package borrowing func webKeys() throws(DomainError) -> [WebKey] {
        try all(
            """
            SELECT id, state, kind, rsa_bits, hash_bits, curve, created_at, changed_at
            FROM web_keys
            ORDER BY created_at, id
            """, decode: WebKey.init(row:))
    }

    /// All web keys, the oldest first; with the private key of the one that signs.
    package borrowing func webKeyMaterial() throws(DomainError) -> [WebKeyMaterial] {
        try all(
            """
            SELECT id, state, kind, rsa_bits, hash_bits, curve, created_at, changed_at, public_key,
                CASE WHEN state = 'active' THEN private_key END AS private_key
            FROM web_keys
            ORDER BY created_at, id
            """
        ) { (row) throws(DomainError) in
            WebKeyMaterial(
                key: try WebKey(row: row), publicKey: try row.blob("public_key"),
                sealedPrivateKey: try row.optionalBlob("private_key"))
        }
    }

    /// Stores a key for later, or as the active one when there is none: an instance always has a key that signs.
    /// - Returns: the state that it got.
    package borrowing func insert(_ material: WebKeyMaterial) throws(DomainError) -> WebKey.State {
        let key = material.key
        let columns = key.configuration.columns
        let state: WebKey.State? = try first(
            """
            INSERT INTO web_keys (
                id, state, kind, rsa_bits, hash_bits, curve, private_key, public_key, created_at, changed_at
            ) VALUES (
                $1, CASE WHEN EXISTS (SELECT 1 FROM web_keys WHERE state = 'active') THEN 'initial' ELSE 'active' END,
                $2, $3, $4, $5, $6, $7, $8, $8
            )
            RETURNING state
            """,
            key.id, columns.kind, columns.bits, columns.hashBits, columns.curve, material.sealedPrivateKey,
            material.publicKey, key.createdAt
        ) { (row) throws(DomainError) in try row.value("state") }
        // An INSERT that does not throw returns its row.
        guard let state else { throw .internalFault }
        return state
    }

    /// Stores the first key of an instance, which signs at once.
    /// - Returns: `false` when a key signs already; of several nodes that start at once, one gets `true`.
    package borrowing func insertFirst(_ material: WebKeyMaterial) throws(DomainError) -> Bool {
        let key = material.key
        let columns = key.configuration.columns
        return try execute(
            """
            INSERT INTO web_keys (
                id, state, kind, rsa_bits, hash_bits, curve, private_key, public_key, created_at, changed_at
            ) VALUES ($1, 'active', $2, $3, $4, $5, $6, $7, $8, $8)
            ON CONFLICT (state) WHERE state = 'active' DO NOTHING
            """,
            key.id, columns.kind, columns.bits, columns.hashBits, columns.curve, material.sealedPrivateKey,
            material.publicKey, key.createdAt) == 1
    }

    /// Makes a key the one that signs, and the one that did so far an inactive one. The active key stays as it is.
    /// - Returns: whether anything changed, and when the key changed last; `nil` for an unknown key.
    package borrowing func activateWebKey(
        _ id: WebKey.ID, at now: Timestamp
    ) throws(DomainError) -> (isNew: Bool, changedAt: Timestamp)? {
        try execute(
            """
            UPDATE web_keys
            SET state = 'inactive', changed_at = $2
            WHERE state = 'active' AND id <> $1 AND EXISTS (SELECT 1 FROM web_keys WHERE id = $1)
            """,
            id, now)
        let isNew =
            try execute(
                "UPDATE web_keys SET state = 'active', changed_at = $2 WHERE id = $1 AND state <> 'active'", id, now)
            == 1
        let changedAt = try first("SELECT changed_at FROM web_keys WHERE id = $1", id) {
            (row) throws(DomainError) in try row.timestamp("changed_at")
        }
        return changedAt.map { (isNew, $0) }
    }

    /// Activates `successor` in place of `active`.
    /// - Returns: `false`, having changed nothing, when another key is active by now.
    /// - Throws: an internal error when the successor does not wait any more.
    package borrowing func replaceActiveWebKey(
        _ active: WebKey.ID, by successor: WebKey.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        let retired = try execute(
            "UPDATE web_keys SET state = 'inactive', changed_at = $2 WHERE id = $1 AND state = 'active'", active, now)
        guard retired == 1 else { return false }
        let activated = try execute(
            "UPDATE web_keys SET state = 'active', changed_at = $2 WHERE id = $1 AND state = 'initial'", successor,
            now)
        // Throwing takes the retirement back: there is no moment without a key that signs.
        guard activated == 1 else { throw .internalFault }
        return true
    }

    /// Removes a key that does not sign.
    /// - Returns: `false` for an unknown key.
    /// - Throws: `COMMAND-Chai1` for the active key.
    package borrowing func deleteWebKey(_ id: WebKey.ID) throws(DomainError) -> Bool {
        if try execute("DELETE FROM web_keys WHERE id = $1 AND state <> 'active'", id) == 1 { return true }
        let isActive = try first("SELECT 1 AS found FROM web_keys WHERE id = $1", id) { _ in true } ?? false
        guard !isActive else { throw DomainError(.failedPrecondition, "COMMAND-Chai1", "Errors.WebKey.Active") }
        return false
    }

    /// Removes the keys that stopped signing at or before a moment.
    package borrowing func deleteWebKeys(inactiveSince moment: Timestamp) throws(DomainError) -> [WebKey.ID] {
        try all("DELETE FROM web_keys WHERE state = 'inactive' AND changed_at <= $1 RETURNING id", moment) {
            (row) throws(DomainError) in try row.value("id")
        }
    }
}
