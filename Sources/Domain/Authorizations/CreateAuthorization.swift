package import Model
internal import Platform
internal import Storage

extension Authorizations {
    /// Gives a user roles of a project. Under a grant only its roles can be given.
    /// - Throws: `COMMAND-kVfMa` without user, project or organization; a precondition when one of them, the grant or a
    ///   role does not exist; 409 when the organization has authorized the user on the project already.
    package func create(_ new: NewAuthorization, by caller: Caller) async throws(DomainError) -> Authorization {
        for id in [new.userID.rawValue, new.projectID.rawValue, new.organizationID.rawValue] where id.trimmed.isEmpty {
            throw DomainError(.invalidArgument, "COMMAND-kVfMa", "Errors.UserGrant.Invalid")
        }
        let now = clock.now()
        let id: Authorization.ID = ids.nextID()
        return try await database.write { (tx) throws(DomainError) in
            let authorization = Authorization(
                id: id, userID: new.userID, projectID: new.projectID, organizationID: new.organizationID,
                grantID: try tx.givingGrant(new, caller), roleKeys: new.roleKeys, createdAt: now, changedAt: now)
            try tx.insert(authorization)
            try tx.record(
                .authorization(id, new.organizationID, "authorization.added", authorization.payload),
                by: caller.userID.rawValue, at: now)
            return authorization
        }
    }
}

extension Transaction {
    /// The grant that lets the organization give roles; `nil` when it owns the project.
    /// - Throws: a precondition when project, organization or grant do not exist, which only those learn who may
    ///   authorize users in that organization.
    fileprivate borrowing func givingGrant(
        _ new: NewAuthorization, _ caller: Caller
    ) throws(DomainError) -> ProjectGrant.ID? {
        guard let project = try project(new.projectID) else {
            try caller.require(.userGrantWrite, in: new.organizationID)
            throw DomainError(.failedPrecondition, "COMMAND-3n77S", "Errors.Project.NotFound")
        }
        if project.organizationID == new.organizationID {
            try caller.require(.userGrantWrite, in: project.organizationID, project: project.id)
            return nil
        }
        guard let grant = try grant(of: project.id, to: new.organizationID) else {
            try caller.require(.userGrantWrite, in: new.organizationID)
            guard try organizationExists(new.organizationID) else {
                throw DomainError(.failedPrecondition, "COMMAND-3m9gg", "Errors.Org.NotFound")
            }
            throw DomainError(.failedPrecondition, "COMMAND-4m9ff", "Errors.Project.Grant.NotFound")
        }
        try caller.require(
            .userGrantWrite, in: project.organizationID, project: project.id, grant: grant.id,
            granted: new.organizationID)
        return grant.id
    }
}

extension Authorization {
    /// What events tell of an authorization.
    var payload: JSONObject {
        [
            "userId": .string(userID.rawValue), "projectId": .string(projectID.rawValue),
            "roleKeys": .array(roleKeys.map { .string($0) }),
        ]
    }
}
