package import Model
package import Platform
package import Storage

/// The second factors of people that need no hardware: how they are set up, listed and given up.
package struct SecondFactors: Sendable {
    let database: Database
    let clock: WallClock
    let totp: TOTPFactors
    let recoveryCodes: RecoveryCodes
    /// The name under which authenticator applications show this service.
    let issuer: String

    package init(
        database: Database, clock: WallClock, totp: TOTPFactors, recoveryCodes: RecoveryCodes, issuer: String
    ) {
        self.database = database
        self.clock = clock
        self.totp = totp
        self.recoveryCodes = recoveryCodes
        self.issuer = issuer
    }

    /// What a user can prove with. An unknown user has nothing.
    /// - Parameter domain: which passkeys and security keys count; `nil` for all.
    package func methods(
        of user: User.ID, at domain: CredentialDomain?, by caller: Caller
    ) async throws(DomainError) -> [AuthenticationMethod] {
        try await database.read { (tx) throws(DomainError) in
            guard try tx.mayList(factorsOf: user, caller) else { return [] }
            return try tx.answer(to: .authenticationMethods(of: user, at: domain))
        }
    }

    /// The second factors of a user, also those whose registration was begun only. An unknown user has none.
    package func factors(of user: User.ID, by caller: Caller) async throws(DomainError) -> [AuthenticationFactor] {
        try await database.read { (tx) throws(DomainError) in
            guard try tx.mayList(factorsOf: user, caller) else { return [] }
            return try tx.answer(to: .authenticationFactors(of: user))
        }
    }
}

extension Transaction {
    /// Whether there is anything to list of what a user signs in with: of one who is unknown there is nothing, whoever
    /// asks. Every call that names a user tells whether there is one, `GetUserByID` before all.
    /// - Throws: for a user whom the caller may not read.
    borrowing func mayList(factorsOf id: User.ID, _ caller: Caller) throws(DomainError) -> Bool {
        guard let user = try user(id) else { return false }
        if caller.userID != id { try caller.require(.userRead, in: user.organizationID) }
        return true
    }

    /// The user whose factors a command changes.
    borrowing func factorOwner(
        _ id: User.ID, _ permission: Permission, _ caller: Caller, missing: DomainError = .noSuchUser
    ) throws(DomainError) -> User {
        try user(UserTarget(id), permission, of: caller, orSelf: true, missing: missing)
    }
}

extension DomainError {
    fileprivate static let noSuchUser = DomainError(.notFound, "COMMAND-4g3xq", "Errors.NotFound")
    /// - Parameter id: of the call that found no factor.
    static func noFactor(_ id: String) -> DomainError {
        DomainError(.notFound, id, "Multifactor OTP (OneTimePassword) doesn't exist")
    }

    static func factorIsSetUp(_ id: String) -> DomainError {
        DomainError(.alreadyExists, id, "Multifactor OTP (OneTimePassword) is already set up")
    }
}
