internal import Crypto
package import JOSE
package import Model
package import Platform
package import Storage

/// Looks up who may ask for tokens: applications by their client identifier, machine users by their login name, both
/// by their keys. Only those are found that are active with everything they belong to.
package struct Clients: Sendable {
    private let database: Database
    private let clock: WallClock
    private let keys = VerificationKeyCache()

    package init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// The application whose secret this is; `nil` for an unknown client, one without secrets and a wrong secret.
    package func application(
        _ clientID: String, secret: Secret<String>
    ) async throws(DomainError) -> Client? {
        let client = try await database.read { (tx) throws(DomainError) in try tx.activeClient(clientID) }
        let usesSecret = client?.authenticationMethod.usesSecret ?? false
        guard ClientSecret.matches(secret, digest: usesSecret ? client?.secretDigest : nil) else { return nil }
        return client
    }

    /// The machine user whose secret this is; `nil` for an unknown user, one without a secret and a wrong secret.
    package func machine(
        loginName: String, secret: Secret<String>
    ) async throws(DomainError) -> Subject? {
        let folded = loginName.lowercased()
        let found = try await database.read { (tx) throws(DomainError) in try tx.activeMachine(loginName: folded) }
        guard ClientSecret.matches(secret, digest: found?.secretDigest) else { return nil }
        return found?.subject
    }

    /// The owner of a key that has not expired, with the key, which fixes the algorithms it verifies by. An application
    /// that does not authenticate by signatures owns none.
    package func owner(ofKey id: String) async throws(DomainError) -> (owner: KeyOwner, key: VerificationKey)? {
        let now = clock.now()
        let found = try await database.read { (tx) throws(DomainError) -> (KeyOwner, [UInt8])? in
            if let found = try tx.activeMachine(key: AuthenticationKey.ID(id), at: now) {
                return (.machine(found.subject), found.publicKey)
            }
            if let found = try tx.activeClient(key: AuthenticationKey.ID(id), at: now),
                found.client.authenticationMethod == .privateKeyJWT
            {
                return (.application(found.client), found.publicKey)
            }
            return nil
        }
        guard let (owner, publicKey) = found else { return nil }
        // The bytes were checked when they were stored.
        do throws(CryptoError) { return (owner, try keys.key(publicKey)) } catch { throw .internalFault }
    }

    /// The keys of the roles that a project defines.
    package func roleKeys(of project: Project.ID) async throws(DomainError) -> [String] {
        try await database.read { (tx) throws(DomainError) in try tx.roleKeys(of: project) }
    }

    /// Notes the one use of an assertion that carries a `jti`.
    /// - Returns: `false` when it was used before.
    package func useAssertion(
        issuer: String, jti: String, until expiry: Timestamp
    ) async throws(DomainError) -> Bool {
        let digest = SHA256.digest(Array(issuer.utf8) + [0] + Array(jti.utf8))
        return try await database.write { (tx) throws(DomainError) in
            try tx.useAssertion(digest: digest, until: expiry)
        }
    }
}

/// Whose key signed an assertion.
package enum KeyOwner: Sendable {
    case application(Client)
    case machine(Subject)
}
