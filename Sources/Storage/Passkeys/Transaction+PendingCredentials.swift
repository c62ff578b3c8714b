package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores a registration that waits for its authenticator.
    package borrowing func insert(_ pending: PendingCredential, missing: DomainError) throws(DomainError) {
        try execute(
            """
            INSERT INTO web_authn_credentials (
                id, user_id, kind, state, name, relying_party_id, challenge, expires_at, sign_count,
                is_backup_eligible, created_at, changed_at
            ) VALUES ($1, $2, $3, 'pending', '', $4, $5, $6, 0, FALSE, $7, $7)
            """,
            pending.id, pending.userID, pending.kind, pending.relyingPartyID, pending.challenge, pending.expiresAt,
            pending.createdAt, missing: missing)
    }

    /// The user's registration of a kind that waits and is not over; `nil` when there is none.
    package borrowing func pendingCredential(
        _ id: WebAuthnCredential.ID, _ kind: WebAuthnCredential.Kind, of user: User.ID, at now: Timestamp
    ) throws(DomainError) -> PendingCredential? {
        try first(
            """
            SELECT id, user_id, kind, relying_party_id, challenge, expires_at, created_at
            FROM web_authn_credentials
            WHERE id = $1 AND kind = $2 AND user_id = $3 AND state = 'pending' AND expires_at > $4
            """,
            id, kind, user, now, decode: PendingCredential.init(row:))
    }

    /// Ends a registration: the credential can be used, its challenge is spent.
    /// - Parameter conflict: thrown when somebody, perhaps the same user, has the credential already.
    /// - Returns: `false` when the registration does not wait any more for this challenge.
    package borrowing func complete(
        _ pending: PendingCredential, with key: CredentialKey, name: String, at now: Timestamp, conflict: DomainError
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE web_authn_credentials
            SET state = 'ready', name = $5, challenge = NULL, expires_at = NULL, credential_id = $6, public_key = $7,
                sign_count = $8, is_backup_eligible = $9, aaguid = $10, attestation_format = $11, changed_at = $4
            WHERE id = $1 AND user_id = $2 AND state = 'pending' AND challenge = $3 AND expires_at > $4
            """,
            pending.id, pending.userID, pending.challenge, now, name, key.credentialID, key.publicKey, key.signCount,
            key.isBackupEligible, key.aaguid, key.attestationFormat, conflict: conflict) == 1
    }
}

extension WebAuthnCredential.ID: SQLEncodable {}
extension WebAuthnCredential.Kind: SQLEncodable {}
extension WebAuthnCredential.State: SQLEncodable {}

extension PendingCredential {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), userID: try row.value("user_id"), kind: try row.value("kind"),
            relyingPartyID: try row.text("relying_party_id"), challenge: try row.blob("challenge"),
            expiresAt: try row.timestamp("expires_at"), createdAt: try row.timestamp("created_at"))
    }
}
