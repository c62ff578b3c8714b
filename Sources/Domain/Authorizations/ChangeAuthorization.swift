package import Model
package import Platform
internal import Storage

extension Authorizations {
    /// Replaces the roles. The same roles change nothing.
    /// - Returns: when the authorization changed last.
    package func update(
        _ id: Authorization.ID, roleKeys: [String], by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            var authorization = try tx.authorization(
                id, for: .userGrantWrite, of: caller, notFound: "COMMAND-3M9sd")
            guard Set(authorization.roleKeys) != Set(roleKeys) else { return authorization.changedAt }
            authorization.roleKeys = roleKeys
            authorization.changedAt = now
            try tx.updateRoles(of: authorization)
            try tx.record("authorization.changed", of: authorization, by: caller, at: now)
            return now
        }
    }

    /// - Returns: the moment, or `nil` for an unknown authorization.
    package func delete(_ id: Authorization.ID, by caller: Caller) async throws(DomainError) -> Timestamp? {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let (authorization, owner) = try tx.authorization(id) else { return nil }
            try caller.require(.userGrantDelete, on: authorization, ofProjectIn: owner)
            try tx.delete(id)
            try tx.record("authorization.removed", of: authorization, by: caller, at: now)
            return now
        }
    }

    /// The user keeps the roles, but they count no more. Doing it again changes nothing.
    /// - Returns: when the authorization changed last.
    package func deactivate(_ id: Authorization.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try await setState(.inactive, of: id, by: caller, event: "authorization.deactivated", notFound: "COMMAND-3M9sd")
    }

    /// - Returns: when the authorization changed last.
    package func activate(_ id: Authorization.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try await setState(.active, of: id, by: caller, event: "authorization.reactivated", notFound: "COMMAND-Lp0gs")
    }

    /// Authorizations that the caller may see, and the caller's own ones.
    package func list(
        _ search: AuthorizationOverview.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<AuthorizationOverview> {
        try await database.read { (tx) throws(DomainError) in
            try tx.authorizations(search, within: caller.reach(.userGrantRead), own: caller.userID)
        }
    }

    private func setState(
        _ state: Authorization.State, of id: Authorization.ID, by caller: Caller, event: String, notFound: String
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let authorization = try tx.authorization(id, for: .userGrantWrite, of: caller, notFound: notFound)
            guard try tx.setState(state, of: id, at: now) else { return authorization.changedAt }
            try tx.record(event, of: authorization, by: caller, at: now)
            return now
        }
    }
}

extension Caller {
    /// For an authorization: that of the project's owner, of the organization that gave it, or of the grant.
    fileprivate func require(
        _ permission: Permission, on authorization: Authorization, ofProjectIn owner: Organization.ID
    ) throws(DomainError) {
        guard let grant = authorization.grantID else {
            try require(permission, in: owner, project: authorization.projectID)
            return
        }
        try require(
            permission, in: owner, project: authorization.projectID, grant: grant,
            granted: authorization.organizationID)
    }
}

extension Transaction {
    fileprivate borrowing func authorization(
        _ id: Authorization.ID, for permission: Permission, of caller: Caller, notFound: String
    ) throws(DomainError) -> Authorization {
        guard let (authorization, owner) = try authorization(id) else {
            throw DomainError(.notFound, notFound, "Errors.UserGrant.NotFound")
        }
        try caller.require(permission, on: authorization, ofProjectIn: owner)
        return authorization
    }

    fileprivate borrowing func record(
        _ type: String, of authorization: Authorization, by caller: Caller, at now: Timestamp
    ) throws(DomainError) {
        try record(
            .authorization(authorization.id, authorization.organizationID, type, authorization.payload),
            by: caller.userID.rawValue, at: now)
    }
}
