package import Model
package import Platform
package import Storage

/// Users: the commands and queries about humans and machine users. Their credentials are ``MachineCredentials`` and
/// ``PersonalAccessTokens``.
package struct Users: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock

    package init(database: Database, ids: IDGenerator, clock: WallClock) {
        self.database = database
        self.ids = ids
        self.clock = clock
    }

    /// - Throws: `QUERY-Dfbg2` for an unknown user, `MANAG-fpo4B` for one of another organization than the target's.
    package func user(_ target: UserTarget, by caller: Caller) async throws(DomainError) -> User {
        try await database.read { (tx) throws(DomainError) in
            try tx.user(target, .userRead, of: caller, orSelf: true, missing: .unknownUser, foreign: .foreignUser)
        }
    }

    /// The users that the caller may see.
    package func search(_ search: User.Search, by caller: Caller) async throws(DomainError) -> PageResult<User> {
        try await database.read { (tx) throws(DomainError) in try tx.users(search, visibleTo: caller) }
    }

    /// Removes a user with everything that belongs to it; the name is free again.
    /// - Throws: `COMMAND-bd4ir1mblj` (`COMMAND-m9od`) for an unknown user, a precondition for the last owner of the
    ///   instance.
    package func delete(_ target: UserTarget, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        let missing = target.refusal(
            DomainError(.notFound, "COMMAND-bd4ir1mblj", "User could not be found"),
            older: DomainError(.notFound, "COMMAND-m9od", "User could not be found"))
        return try await database.write { (tx) throws(DomainError) in
            guard let organization = try tx.user(target.id)?.organizationID else { throw missing }
            let mayDeleteItself =
                target.organizationID == nil && caller.userID == target.id
                && caller.has(.userSelfDelete, in: organization)
            let user = try tx.user(target, .userDelete, of: caller, orSelf: mayDeleteItself, missing: missing)
            let now = clock.now()
            let details = try tx.record(
                "user.removed", of: user.id, in: organization, by: caller.userID, at: now,
                payload: ["userName": .string(user.username)])
            try tx.terminate(.of(user.id), at: now)
            let hadOwner = try tx.hasInstanceOwner()
            guard try tx.delete(user.id) else { throw missing }
            if hadOwner { try tx.requireInstanceOwner() }
            return details
        }
    }
}

extension DomainError {
    static let unknownUser = DomainError(.notFound, "QUERY-Dfbg2", "User could not be found")
    static let foreignUser = DomainError(.notFound, "MANAG-fpo4B", "User could not be found")
}

extension User {
    /// What a change reports that changed nothing: the change before it.
    var lastChange: ObjectDetails {
        ObjectDetails(sequence: sequence, changedAt: changedAt, resourceOwner: organizationID)
    }
}
