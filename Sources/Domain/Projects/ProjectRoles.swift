package import Model
package import Platform
internal import Storage

extension Projects {
    /// - Throws: 409 when the project has a role of that key.
    package func addRole(
        _ key: String, displayName: String, group: String = "", to project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> ProjectRole {
        let now = clock.now()
        let role = ProjectRole(
            projectID: project, key: key, displayName: displayName, group: group, createdAt: now, changedAt: now)
        try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(project, for: .projectRoleWrite, of: caller)
            try tx.insert(role)
            try tx.record("project.role.added", of: project, by: caller, at: now, ["key": .string(key)])
        }
        return role
    }

    /// Changes display name and group, each unless it is `nil`. What is the same already changes nothing.
    /// - Returns: when the role changed last.
    package func updateRole(
        _ key: String, of project: Project.ID, displayName: String?, group: String?, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let project = try tx.parentProject(project, for: .projectRoleWrite, of: caller)
            guard let old = try tx.role(key, of: project.id) else {
                throw DomainError(.notFound, "COMMAND-vv8M9", "Errors.Project.Role.NotExisting")
            }
            var new = old
            new.displayName = displayName ?? old.displayName
            new.group = group ?? old.group
            guard new != old else { return old.changedAt }
            new.changedAt = now
            try tx.update(new)
            try tx.record("project.role.changed", of: project, by: caller, at: now, ["key": .string(key)])
            return now
        }
    }

    /// Removes a role from the project, from its grants and from all authorizations.
    /// - Returns: the moment, or `nil` for an unknown role or project.
    package func removeRole(
        _ key: String, of project: Project.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp? {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let project = try tx.project(project) else { return nil }
            try caller.require(.projectRoleWrite, in: project.organizationID, project: project.id)
            guard try tx.deleteRole(key, of: project.id, at: now) else { return nil }
            try tx.record("project.role.removed", of: project, by: caller, at: now, ["key": .string(key)])
            return now
        }
    }
}
