package import Model
package import Platform
internal import SQL

extension Transaction {
    /// The user's credentials of a kind, the oldest first; those that wait included.
    package borrowing func webAuthnCredentials(
        _ kind: WebAuthnCredential.Kind, of user: User.ID
    ) throws(DomainError) -> [WebAuthnCredential] {
        try all(
            """
            SELECT id, user_id, kind, state, name, relying_party_id, created_at
            FROM web_authn_credentials WHERE user_id = $1 AND kind = $2
            ORDER BY created_at, id
            """,
            user, kind, decode: WebAuthnCredential.init(row:))
    }

    /// The user's credentials of a kind that can be used at a relying party, the oldest first.
    package borrowing func readyCredentials(
        _ kind: WebAuthnCredential.Kind, of user: User.ID, at relyingPartyID: String
    ) throws(DomainError) -> [ReadyCredential] {
        try all(
            """
            SELECT id, credential_id, public_key, sign_count, is_backup_eligible, aaguid, attestation_format
            FROM web_authn_credentials
            WHERE user_id = $1 AND kind = $2 AND relying_party_id = $3 AND state = 'ready'
            ORDER BY created_at, id
            """,
            user, kind, relyingPartyID, decode: ReadyCredential.init(row:))
    }

    /// Remembers how often an authenticator says that it has signed. Of two assertions with the same count one is
    /// refused, also when they arrive at once.
    /// - Returns: `false` when the count has not grown, unless the authenticator does not count; and for a credential
    ///   that is gone.
    package borrowing func noteUse(
        of credential: WebAuthnCredential.ID, signCount: Int64, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE web_authn_credentials SET sign_count = $2, changed_at = $3
            WHERE id = $1 AND state = 'ready' AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))
            """,
            credential, signCount, now) == 1
    }

    /// - Returns: `false` when the user has no such credential.
    package borrowing func delete(
        _ credential: WebAuthnCredential.ID, _ kind: WebAuthnCredential.Kind, of user: User.ID
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM web_authn_credentials WHERE id = $1 AND kind = $2 AND user_id = $3", credential, kind, user)
            == 1
    }
}

extension WebAuthnCredential {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), userID: try row.value("user_id"), kind: try row.value("kind"),
            state: try row.value("state"), name: try row.text("name"),
            relyingPartyID: try row.text("relying_party_id"), createdAt: try row.timestamp("created_at"))
    }
}

extension ReadyCredential {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"),
            key: CredentialKey(
                credentialID: try row.blob("credential_id"), publicKey: try row.blob("public_key"),
                signCount: try row.integer("sign_count"), isBackupEligible: try row.boolean("is_backup_eligible"),
                aaguid: try row.blob("aaguid"), attestationFormat: try row.text("attestation_format")))
    }
}
