package import Model
package import Platform
internal import Storage

// Only the owner's side changes a grant: whoever administers the organization that holds it reads it and gives its
// roles away, but could otherwise grant itself more.

extension Projects {
    /// Lets another organization give roles of the project to its users.
    /// - Throws: 409 when that organization holds a grant of the project already; a precondition for an unknown
    ///   organization and for roles that the project does not have.
    package func grant(
        _ roleKeys: [String], of project: Project.ID, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> ProjectGrant {
        let now = clock.now()
        let grant = ProjectGrant(
            id: ids.nextID(), projectID: project, grantedOrganizationID: organization, roleKeys: roleKeys,
            createdAt: now, changedAt: now)
        try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(project, for: .projectGrantWrite, of: caller)
            guard project.organizationID != organization else {
                throw DomainError(.invalidArgument, "PROJECT-0wNgr", "Errors.Project.Grant.Invalid")
            }
            try tx.insert(grant)
            try tx.record("project.grant.added", of: project, by: caller, at: now, grant.payload)
        }
        return grant
    }

    /// Replaces the roles of a grant. Authorizations under it lose what it does not have any more.
    /// - Returns: when the grant changed last.
    package func updateGrant(
        _ roleKeys: [String], of project: Project.ID, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(project, for: .projectGrantWrite, of: caller)
            guard var grant = try tx.grant(of: project.id, to: organization) else { throw .grantNotFound }
            guard Set(grant.roleKeys) != Set(roleKeys) else { return grant.changedAt }
            grant.roleKeys = roleKeys
            grant.changedAt = now
            try tx.updateRoles(of: grant)
            try tx.record("project.grant.changed", of: project, by: caller, at: now, grant.payload)
            return now
        }
    }

    /// Removes a grant and the authorizations under it.
    /// - Returns: the moment, or `nil` for an unknown grant or project.
    package func deleteGrant(
        of project: Project.ID, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp? {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let project = try tx.project(project) else { return nil }
            try caller.require(.projectGrantDelete, in: project.organizationID, project: project.id)
            guard let grant = try tx.grant(of: project.id, to: organization) else { return nil }
            try tx.delete(grant.id)
            try tx.record("project.grant.removed", of: project, by: caller, at: now, grant.payload)
            return now
        }
    }

    /// The authorizations under the grant give no roles any more. Doing it again changes nothing.
    /// - Returns: when the grant changed last.
    package func deactivateGrant(
        of project: Project.ID, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try await setState(.inactive, ofGrant: project, organization, by: caller, event: "project.grant.deactivated")
    }

    /// - Returns: when the grant changed last.
    package func activateGrant(
        of project: Project.ID, to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try await setState(.active, ofGrant: project, organization, by: caller, event: "project.grant.reactivated")
    }

    private func setState(
        _ state: ProjectGrant.State, ofGrant project: Project.ID, _ organization: Organization.ID,
        by caller: Caller, event: String
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(project, for: .projectGrantWrite, of: caller)
            guard let grant = try tx.grant(of: project.id, to: organization) else { throw .grantNotFound }
            guard try tx.setState(state, of: grant.id, at: now) else { return grant.changedAt }
            try tx.record(event, of: project, by: caller, at: now, grant.payload)
            return now
        }
    }
}

extension DomainError {
    fileprivate static let grantNotFound = DomainError(
        .notFound, "PROJECT-D8JxR", "Errors.Project.Grant.NotFound")
}

extension ProjectGrant {
    /// What events tell of a grant.
    fileprivate var payload: JSONObject {
        [
            "grantId": .string(id.rawValue), "grantedOrganizationId": .string(grantedOrganizationID.rawValue),
            "roleKeys": .array(roleKeys.map { .string($0) }),
        ]
    }
}
