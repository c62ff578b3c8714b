package import Model
internal import Storage

extension Projects {
    /// A project, for its administrators and for those of an organization that it is granted to.
    package func get(_ id: Project.ID, by caller: Caller) async throws(DomainError) -> Project {
        try await database.read { (tx) throws(DomainError) in
            guard let project = try tx.project(id) else { throw .projectNotFound("PROJECT-Gd2hh") }
            if try !tx.isGranted(id, within: caller.reach(.projectRead)) {
                try caller.require(.projectRead, in: project.organizationID, project: id)
            }
            return project
        }
    }

    package func list(
        _ search: ProjectOverview.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<ProjectOverview> {
        try await database.read { (tx) throws(DomainError) in
            try tx.projects(search, within: caller.reach(.projectRead))
        }
    }

    package func listRoles(
        of project: Project.ID, _ search: ProjectRole.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<ProjectRole> {
        try await database.read { (tx) throws(DomainError) in
            try tx.roles(of: project, search, within: caller.reach(.projectRoleRead))
        }
    }

    package func listGrants(
        _ search: ProjectGrantOverview.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<ProjectGrantOverview> {
        try await database.read { (tx) throws(DomainError) in
            try tx.grants(search, within: caller.reach(.projectGrantRead))
        }
    }
}
