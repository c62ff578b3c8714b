package import Model
package import Platform
internal import SQL

/// An intent with what is kept of it sealed.
package struct StoredIntent: Sendable {
    package let intent: IdentityProviderIntent
    package let content: [UInt8]
}

extension Query where Value == StoredIntent? {
    package static func identityProviderIntent(_ id: IdentityProviderIntent.ID) -> Query {
        first(
            """
            SELECT i.id, i.provider_id, i.state, i.success_url, i.failure_url, i.user_id, i.content, i.sequence,
                i.created_at, i.changed_at, i.expires_at
            FROM identity_provider_intents i
            WHERE i.id = $1
            """,
            id, decode: StoredIntent.init(row:))
    }
}

extension Transaction {
    /// - Throws: `missing` for an unknown provider.
    package borrowing func insert(
        _ intent: IdentityProviderIntent, content: [UInt8], missing: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO identity_provider_intents (
                id, provider_id, state, success_url, failure_url, content, sequence, created_at, changed_at, expires_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)
            """,
            intent.id, intent.providerID, intent.state, intent.successURL, intent.failureURL, content, intent.sequence,
            intent.createdAt, intent.expiresAt, missing: missing)
    }

    /// Takes up the one answer of a provider that counts: of many that come with the same state one gets the intent, and
    /// none when it is too late, or another provider's.
    package borrowing func takeUpAnswer(
        of provider: IdentityProvider.ID, to id: IdentityProviderIntent.ID, at now: Timestamp
    ) throws(DomainError) -> StoredIntent? {
        try first(
            """
            UPDATE identity_provider_intents
            SET state = 'answered', changed_at = $2
            WHERE id = $1 AND provider_id = $3 AND state = 'started' AND expires_at > $2
            RETURNING id, provider_id, state, success_url, failure_url, user_id, content, sequence, created_at,
                changed_at, expires_at
            """,
            id, now, provider, decode: StoredIntent.init(row:))
    }

    /// Stores what became of the answer.
    /// - Parameter intent: in the state `succeeded` or `failed`.
    /// - Returns: `false` for an intent whose answer was not taken up, or that is gone.
    package borrowing func settle(
        _ intent: IdentityProviderIntent, content: [UInt8]
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE identity_provider_intents
            SET state = $2, user_id = $3, content = $4, sequence = $5, changed_at = $6, expires_at = $7
            WHERE id = $1 AND state = 'answered'
            """,
            intent.id, intent.state, intent.userID?.rawValue, content, intent.sequence, intent.changedAt,
            intent.expiresAt) == 1
    }

    /// Uses an intent as a proof, once, and forgets what the provider said and gave.
    /// - Returns: `false` for one that has not succeeded, counts no more or was used before.
    package borrowing func consume(
        _ id: IdentityProviderIntent.ID, sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE identity_provider_intents
            SET state = 'consumed', content = $3, sequence = $4, changed_at = $2
            WHERE id = $1 AND state = 'succeeded' AND expires_at > $2
            """,
            id, now, [UInt8](), sequence) == 1
    }
}

extension StoredIntent {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        intent = IdentityProviderIntent(
            id: try row.value("id"), providerID: try row.value("provider_id"), state: try row.value("state"),
            successURL: try row.text("success_url"), failureURL: try row.text("failure_url"),
            userID: try row.optionalValue("user_id"), sequence: try row.integer("sequence"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"),
            expiresAt: try row.timestamp("expires_at"))
        content = try row.blob("content")
    }
}

extension IdentityProviderIntent.ID: SQLEncodable {}
extension IdentityProviderIntent.State: SQLEncodable {}
