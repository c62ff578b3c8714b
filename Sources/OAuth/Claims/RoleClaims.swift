internal import Model
internal import Platform

/// Which roles are asserted, and how role claims look.
struct RoleClaims: Sendable {
    /// The project that the asking client belongs to; machine users have none.
    let ownProject: Project.ID?
    /// Keys that the roles are limited to; empty for all.
    private let keys: [String]
    /// Organizations whose assignments count; empty for all.
    private let organizations: [String]
    /// Projects whose roles are asserted.
    let projects: [Project.ID]

    /// - Parameters:
    ///   - audienceProjects: the projects that the token is meant for.
    ///   - assertsOwn: the own project's roles are asserted without being asked for.
    ///   - onlyOwn: what the token asks for other projects does not count: introspection.
    init(
        scopes: ScopeSet, audienceProjects: [String], ownProject: Project.ID?, assertsOwn: Bool, onlyOwn: Bool
    ) {
        keys = scopes.roleKeys
        organizations = scopes.roleOrganizations
        self.ownProject = ownProject
        var projects: [Project.ID] = []
        if !onlyOwn, !keys.isEmpty || scopes.contains(.projectsRoles) {
            projects = audienceProjects.map { Project.ID($0) }
        }
        if let ownProject, assertsOwn || onlyOwn || !projects.isEmpty || !keys.isEmpty,
            !projects.contains(ownProject)
        {
            projects.append(ownProject)
        }
        self.projects = projects
    }

    /// Adds `urn:zitadel:iam:org:project:{id}:roles` for each project with a role, and
    /// `urn:zitadel:iam:org:project:roles` for the own project.
    func append(_ assignments: [RoleAssignment], to claims: inout JSONObject) {
        let counted = assignments.filter { assignment in
            (keys.isEmpty || keys.contains(assignment.roleKey))
                && (organizations.isEmpty || organizations.contains(assignment.organizationID.rawValue))
        }
        for project in projects {
            let roles = Self.claim(counted.filter { $0.projectID == project })
            guard !roles.isEmpty else { continue }
            claims.append("urn:zitadel:iam:org:project:\(project.rawValue):roles", .object(roles))
            if project == ownProject { claims.append("urn:zitadel:iam:org:project:roles", .object(roles)) }
        }
    }

    /// Role → organization → its primary domain.
    private static func claim(_ assignments: [RoleAssignment]) -> JSONObject {
        var roles = JSONObject()
        for assignment in assignments {
            var organizations = roles[assignment.roleKey]?.objectValue ?? JSONObject()
            organizations[assignment.organizationID.rawValue] = .string(assignment.organizationDomain)
            roles[assignment.roleKey] = .object(organizations)
        }
        return roles
    }
}
