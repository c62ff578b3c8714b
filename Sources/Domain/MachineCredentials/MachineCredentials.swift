package import Model
package import Platform
package import Storage

/// Secrets and keys of machine users: with the one they use the client credentials grant, with the other the JWT profile.
package struct MachineCredentials: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let generator: KeyGenerator

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, generator: KeyGenerator = KeyGenerator()
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.generator = generator
    }

    /// Gives a machine user a new secret in place of the one before. It is shown this once.
    /// - Returns: the secret, and the login name that goes with it as `client_id`.
    /// - Throws: `COMMAND-x8910n` for a user that is unknown or human; the older API has identifiers of its own for the
    ///   unknown.
    package func addSecret(
        to target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> (clientID: String, secret: Secret<String>, details: ObjectDetails) {
        let (secret, digest) = ClientSecret.generate()
        let notExisting = DomainError(.failedPrecondition, "COMMAND-x8910n", "Errors.User.NotExisting")
        let (clientID, details) = try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(
                target, .userWrite, of: caller, orSelf: true,
                missing: target.refusal(notExisting, older: .unknownUser), foreign: .foreignUser)
            guard try tx.setSecret(digest: digest, of: user.id) else { throw notExisting }
            let details = try tx.record(
                "user.machine.secret.set", of: user.id, in: user.organizationID, by: caller.userID, at: clock.now())
            return (user.preferredLoginName, details)
        }
        return (clientID, Secret(secret), details)
    }

    /// - Throws: `COMMAND-x7s802` for a user that is unknown or human, `COMMAND-coi82n` when there is no secret.
    package func removeSecret(
        of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let notExisting = DomainError(.failedPrecondition, "COMMAND-x7s802", "Errors.User.NotExisting")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: notExisting)
            guard user.machine != nil else { throw notExisting }
            guard try tx.removeSecret(of: user.id) else {
                throw DomainError(.failedPrecondition, "COMMAND-coi82n", "Secret doesn't exist")
            }
            return try tx.record(
                "user.machine.secret.removed", of: user.id, in: user.organizationID, by: caller.userID,
                at: clock.now())
        }
    }

    /// The keys that the caller may see.
    package func keys(
        _ search: MachineCredential.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<MachineCredential> {
        try await database.read { (tx) throws(DomainError) in
            try tx.credentials(.key, search, visibleTo: caller)
        }
    }
}
