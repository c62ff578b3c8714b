package import Model
package import Platform
package import Storage

/// Administrators: who has which roles over the instance, organizations, projects and project grants.
///
/// Every change asks for the resource's own member permission, over that very resource.
package struct Administrators: Sendable {
    let database: Database
    let clock: WallClock

    package init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Gives a user roles over a resource where he has none yet.
    /// - Parameter roles: not empty, and of the kind that the resource has.
    /// - Throws: `INSTA-pFDwe` for an administrator, `INSTA-GSXOn` for an unknown user.
    package func create(
        _ user: User.ID, of target: AdministratorTarget, roles: [Role], by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let resource = try tx.resource(target, for: .write, of: caller) else { throw target.missing }
            let administrator = Administrator(
                userID: user, resource: resource.resource, roles: roles, createdAt: now, changedAt: now)
            try tx.insert(administrator)
            try tx.record("added", administrator, of: resource, by: caller, at: now)
            return now
        }
    }

    /// Replaces the roles of an administrator. The same roles in any order change nothing.
    /// - Returns: when they changed last.
    /// - Throws: `INSTANCE-D8JxR` for a user without roles over the resource, a precondition for the last owner of the
    ///   instance.
    package func update(
        _ user: User.ID, of target: AdministratorTarget, roles: [Role], by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let resource = try tx.resource(target, for: .write, of: caller) else { throw target.missing }
            guard var administrator = try tx.administrator(user, of: resource.resource) else {
                throw DomainError(.notFound, "INSTANCE-D8JxR", "Errors.NotFound")
            }
            guard Set(administrator.roles) != Set(roles) else { return administrator.changedAt }
            let hadOwner = target == .instance ? try tx.hasInstanceOwner() : false
            try tx.setRoles(roles, of: user, over: resource.resource, at: now)
            if hadOwner { try tx.requireInstanceOwner() }
            administrator.roles = roles
            try tx.record("changed", administrator, of: resource, by: caller, at: now)
            return now
        }
    }

    /// Takes all roles over a resource from a user.
    /// - Returns: the moment, or `nil` when he has none.
    /// - Throws: a precondition for the last owner of the instance.
    package func delete(
        _ user: User.ID, of target: AdministratorTarget, by caller: Caller
    ) async throws(DomainError) -> Timestamp? {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let resource = try tx.resource(target, for: .delete, of: caller),
                let administrator = try tx.administrator(user, of: resource.resource)
            else { return nil }
            let hadOwner = target == .instance ? try tx.hasInstanceOwner() : false
            _ = try tx.deleteAdministrator(user, of: resource.resource)
            if hadOwner { try tx.requireInstanceOwner() }
            try tx.record("removed", administrator, of: resource, by: caller, at: now)
            return now
        }
    }

    /// The administrators that the caller may read; what he is himself is always among them.
    package func list(
        _ search: AdministratorOverview.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<AdministratorOverview> {
        let reach = AdministratorOverview.Reach(of: caller)
        return try await database.read { (tx) throws(DomainError) in try tx.administrators(search, within: reach) }
    }
}
