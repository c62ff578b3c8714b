package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Ends a token. The row is kept until the token would have expired by itself. Ending it again changes nothing.
    package borrowing func revoke(token id: String, until expiry: Timestamp) throws(DomainError) {
        try execute(
            """
            INSERT INTO revoked_tokens (token_id, expires_at)
            VALUES ($1, $2)
            ON CONFLICT (token_id) DO NOTHING
            """,
            id, expiry)
    }

    /// Notes that an assertion was used, or a response taken away, which counts once like one. Of many concurrent uses
    /// exactly one returns `true`, because the unique key decides.
    package borrowing func useAssertion(digest: [UInt8], until expiry: Timestamp) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO used_assertions (digest, expires_at)
            VALUES ($1, $2)
            ON CONFLICT (digest) DO NOTHING
            """,
            digest, expiry) == 1
    }
}
