internal import Model
internal import Platform

/// The project whose roles are told without being named in a scope.
enum OwnProject: Sendable, Hashable {
    /// Machine users have none.
    case none
    /// Of the application that the token is for. Its roles are told when any are asked for.
    /// - Parameter isAsserting: whether the project asserts them without; `nil` while that is not known.
    case ofApplication(Project.ID, isAsserting: Bool?)
    /// Of the application that introspects. It learns its own roles and no others.
    case ofCaller(Project.ID)

    fileprivate var id: Project.ID? {
        switch self {
        case .none: nil
        case .ofApplication(let id, _), .ofCaller(let id): id
        }
    }
}

/// Which roles are asserted, and how role claims look.
struct RoleClaims: Sendable {
    private let ownProject: Project.ID?
    /// Keys that the roles are limited to; empty for all.
    private let keys: [String]
    /// Organizations whose assignments count; empty for all.
    private let organizations: [String]
    /// Projects whose roles are asserted.
    let projects: [RoleProject]

    /// - Parameter audienceProjects: the projects that the scopes name.
    init(scopes: ScopeSet, audienceProjects: [String], own: OwnProject) {
        keys = scopes.roleKeys
        organizations = scopes.roleOrganizations
        ownProject = own.id
        let isAsked = !keys.isEmpty || scopes.contains(.projectsRoles)
        switch own {
        case .none:
            projects = isAsked ? audienceProjects.map { .project(Project.ID($0)) } : []
        case .ofCaller(let id):
            projects = [.project(id)]
        case .ofApplication(let id, let isAsserting):
            var projects: [RoleProject] = isAsked ? audienceProjects.map { .project(Project.ID($0)) } : []
            if !keys.isEmpty || !projects.isEmpty || isAsserting == true {
                if !projects.contains(.project(id)) { projects.append(.project(id)) }
            } else if isAsserting == nil {
                projects.append(.asserting(id))
            }
            self.projects = projects
        }
    }

    /// Adds `urn:zitadel:iam:org:project:{id}:roles` for each project with a role, and
    /// `urn:zitadel:iam:org:project:roles` for the own project.
    func append(_ assignments: [RoleAssignment], to claims: inout JSONObject) {
        let counted = assignments.filter { assignment in
            (keys.isEmpty || keys.contains(assignment.roleKey))
                && (organizations.isEmpty || organizations.contains(assignment.organizationID.rawValue))
        }
        for project in projects.compactMap(\.id) {
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

extension RoleProject {
    fileprivate var id: Project.ID? {
        switch self {
        case .project(let id), .asserting(let id): id
        case .ofClient: nil
        }
    }
}
