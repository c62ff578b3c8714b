package import Model
package import Platform
package import Storage

/// Who may act for somebody else (RFC 8693 §1.1), with a token that says so.
package struct Impersonations: Sendable {
    private let database: Database
    private let clock: WallClock

    package init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Whether the instance lets anybody act for somebody else.
    package func areAllowed() async throws(DomainError) -> Bool {
        try await database.read(.settings(SecuritySettings.self, of: nil)).value.allowsImpersonation
    }

    /// Lets an actor act for a subject, and notes it in the subject's history. Whoever administers something has to be
    /// acted for by those who may act for administrators.
    /// - Throws: `AUTHZ-cdgFk` or `AUTH-AWfge` without the permission in the subject's organization.
    package func begin(of subject: Subject, by actor: Subject, client: String) async throws(DomainError) {
        let user = subject.user
        try await database.write { (tx) throws(DomainError) in
            let caller = Caller(
                userID: actor.user.id, homeOrganizationID: actor.user.organizationID,
                organizationID: user.organizationID, memberships: try tx.memberships(of: actor.user.id))
            let isAdministrator = try !tx.memberships(of: user.id).isEmpty
            try caller.require(isAdministrator ? .adminImpersonation : .impersonation, in: user.organizationID)
            try tx.record(
                .user(user.id, user.organizationID, "user.impersonated", ["clientId": .string(client)]),
                by: actor.user.id.rawValue, at: clock.now())
        }
    }
}
