internal import Crypto
package import JOSE
package import Model
package import Platform
package import Storage

/// Looks up who may ask for tokens: applications by their client identifier, machine users by their login name, both
/// by their keys. Only those are found that are active with everything they belong to.
package struct Clients: Sendable {
    let database: Database
    private let clock: WallClock
    private let keys = VerificationKeyCache()

    package init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Whose secret this is, with the answer to the caller's own question, which is read together with the client;
    /// `nil` for an unknown client, one without a secret and a wrong secret.
    ///
    /// An application and a machine user are never confused: each is looked up in its own place.
    package func identity<Other: Sendable>(
        _ clientID: String, secret: Secret<String>, as kind: ClientKind, alongside other: Lookup<Other>
    ) async throws(DomainError) -> (identity: ClientIdentity, other: Other)? {
        let application = kind.includesApplications ? Lookup.activeClient(clientID) : Lookup(answer: nil)
        let machine =
            kind.includesMachines ? Lookup.activeMachine(loginName: clientID.lowercased()) : Lookup(answer: nil)
        let ((client, login), answer) = try await database.read(application.and(machine).and(other))
        let digest = ClientSecret.digest(of: secret)
        let clientDigest = client.flatMap { $0.authenticationMethod.usesSecret ? $0.secretDigest : nil }
        // Both are compared, so that the time tells nothing.
        let isApplication = ClientSecret.matches(digest, clientDigest)
        let isMachine = ClientSecret.matches(digest, login?.secretDigest)
        if let client, isApplication { return (.application(client), answer) }
        if let login, isMachine { return (.machine(login.subject), answer) }
        return nil
    }

    /// An application that is active with everything it belongs to, without any proof of who asks, with the answer to the
    /// caller's own question.
    package func application<Other: Sendable>(
        _ clientID: String, alongside other: Lookup<Other>
    ) async throws(DomainError) -> (client: Client?, other: Other) {
        try await database.read(Lookup.activeClient(clientID).and(other).map { ($0, $1) })
    }

    /// The owner of a key that has not expired, with the key, which fixes the algorithms it verifies by. An application
    /// that does not authenticate by signatures owns none.
    package func owner(ofKey id: String) async throws(DomainError) -> (owner: ClientIdentity, key: VerificationKey)? {
        let id = AuthenticationKey.ID(id)
        let (machine, client) = try await database.read(Lookup.activeMachine(key: id).and(.activeClient(key: id)))
        let now = clock.now()
        let owner: ClientIdentity
        let publicKey: [UInt8]
        if let machine, machine.expiresAt > now {
            (owner, publicKey) = (.machine(machine.subject), machine.publicKey)
        } else if let client, client.expiresAt > now, client.client.authenticationMethod == .privateKeyJWT {
            (owner, publicKey) = (.application(client.client), client.publicKey)
        } else {
            return nil
        }
        // The bytes were checked when they were stored.
        do throws(CryptoError) { return (owner, try keys.key(publicKey)) } catch { throw .internalFault }
    }

    /// Reads what the caller asks alone: for a client that has proven who it is in another way.
    package func read<Value: Sendable>(_ lookup: Lookup<Value>) async throws(DomainError) -> Value {
        try await database.read(lookup)
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
