package import Model
package import Platform
package import Storage

/// Passkeys and security keys of people: their registration, and their use in sessions.
package struct Passkeys: Sendable {
    /// How long an authenticator may take (WebAuthn Level 2 §15.1).
    static let patience = Duration.minutes(5)

    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let codes: Codes
    let messages: Messages
    let relyingParties: RelyingParties
    let log: Log

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, codes: Codes, messages: Messages,
        relyingParties: RelyingParties, log: Log
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.codes = codes
        self.messages = messages
        self.relyingParties = relyingParties
        self.log = log
    }

    /// The user's passkeys that can be used, the oldest first; none for an unknown user.
    package func list(of target: UserTarget, by caller: Caller) async throws(DomainError) -> [WebAuthnCredential] {
        try await database.read { (tx) throws(DomainError) in
            guard try tx.mayList(factorsOf: target.id, caller) else { return [] }
            return try tx.webAuthnCredentials(.passkey, of: target.id).filter { $0.state == .ready }
        }
    }

    /// Removes a credential, ready or not. One that was ready has proven nothing any more: sessions do not tell which
    /// credential it was, so all of the user's have to be proven anew.
    /// - Throws: `COMMAND-DAfb2` when the user has no such credential of the kind; ``DomainError/lastWayIn`` when users
    ///   could not sign in any more after they had removed it themselves.
    package func remove(
        _ id: WebAuthnCredential.ID, _ kind: WebAuthnCredential.Kind, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let missing = DomainError(.notFound, "COMMAND-DAfb2", "WebAuthN Token could not be found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: missing)
            let wasReady = try tx.webAuthnCredentials(kind, of: user.id).contains { $0.id == id && $0.state == .ready }
            guard try tx.delete(id, kind, of: user.id) else { throw missing }
            if wasReady {
                if kind == .passkey { try tx.requireWayIn(of: user, by: caller) }
                try tx.clearChecks(of: user.id, .webAuthn)
            }
            return try tx.record(
                "\(kind.event).removed", of: user.id, in: user.organizationID, by: caller.userID, at: clock.now(),
                payload: ["webAuthNTokenId": .string(id.rawValue)])
        }
    }
}

extension WebAuthnCredential.Kind {
    /// What the types of its events begin with.
    var event: String {
        switch self {
        case .passkey: "user.human.passwordless.token"
        case .u2f: "user.human.mfa.u2f.token"
        }
    }

    /// A passkey stands for the password too, so its owner must be known to it. A security key is asked for in addition,
    /// and the older ones verify nobody.
    var userVerification: UserVerification {
        switch self {
        case .passkey: .required
        case .u2f: .discouraged
        }
    }
}
