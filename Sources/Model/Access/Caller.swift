/// Who calls the API, proven by a token, with everything that a permission check needs.
///
/// Every permission of the service is decided by the functions of this type and nowhere else.
package struct Caller: Sendable, Hashable {
    package struct Membership: Sendable, Hashable {
        package let resource: AdministratedResource
        package let roles: [Role]

        package init(resource: AdministratedResource, roles: [Role]) {
            self.resource = resource
            self.roles = roles
        }

        fileprivate func grants(_ permission: Permission) -> Bool {
            roles.contains { $0.permissions.contains(permission) }
        }
    }

    package let userID: User.ID
    /// The organization that the user belongs to.
    package let homeOrganizationID: Organization.ID
    /// The organization that the request is about: `x-zitadel-orgid`, else the home organization.
    package let organizationID: Organization.ID
    package let memberships: [Membership]
    /// The session in which the user has proven who they are, where one is known.
    package let sessionID: Session.ID?

    package init(
        userID: User.ID, homeOrganizationID: Organization.ID, organizationID: Organization.ID,
        memberships: [Membership], sessionID: Session.ID? = nil
    ) {
        self.userID = userID
        self.homeOrganizationID = homeOrganizationID
        self.organizationID = organizationID
        self.memberships = memberships
        self.sessionID = sessionID
    }

    /// For an object of the whole instance.
    package func require(_ permission: Permission) throws(DomainError) {
        try require(permission, among: memberships.filter { $0.resource == .instance })
    }

    /// For an object of an organization. Roles on projects never reach here.
    package func require(_ permission: Permission, in organization: Organization.ID) throws(DomainError) {
        try require(
            permission,
            among: memberships.filter { $0.resource == .instance || $0.resource == .organization(organization) })
    }

    /// For a project or something in it.
    package func require(
        _ permission: Permission, in organization: Organization.ID, project: Project.ID
    ) throws(DomainError) {
        try require(
            permission,
            among: memberships.filter {
                $0.resource == .instance || $0.resource == .organization(organization)
                    || $0.resource == .project(project)
            })
    }

    /// For a project grant or something given under it. `organization` owns the project, `granted` holds the grant.
    package func require(
        _ permission: Permission, in organization: Organization.ID, project: Project.ID, grant: ProjectGrant.ID,
        granted: Organization.ID
    ) throws(DomainError) {
        try require(
            permission,
            among: memberships.filter {
                $0.resource == .instance || $0.resource == .organization(organization)
                    || $0.resource == .organization(granted) || $0.resource == .project(project)
                    || $0.resource == .projectGrant(grant)
            })
    }

    /// The gate of a method: the permission in the organization that the request is about.
    package func requireInContext(_ permission: Permission) throws(DomainError) {
        let reaching = memberships.filter {
            $0.resource == .instance || $0.resource == .organization(organizationID)
        }
        guard !reaching.isEmpty else { throw .noMembership }
        guard reaching.contains(where: { $0.grants(permission) }) else { throw .gateClosed }
    }

    package func has(_ permission: Permission, in organization: Organization.ID) -> Bool {
        memberships.contains {
            ($0.resource == .instance || $0.resource == .organization(organization)) && $0.grants(permission)
        }
    }

    /// What lists may show with this permission.
    package func reach(_ permission: Permission) -> Reach {
        var organizations: Set<Organization.ID> = []
        var projects: Set<Project.ID> = []
        var grants: Set<ProjectGrant.ID> = []
        for membership in memberships where membership.grants(permission) {
            switch membership.resource {
            case .instance: return .everything
            case .organization(let id): organizations.insert(id)
            case .project(let id): projects.insert(id)
            case .projectGrant(let id): grants.insert(id)
            }
        }
        return .limited(organizations: organizations, projects: projects, grants: grants)
    }

    /// The part of the instance that a permission covers.
    package enum Reach: Sendable, Hashable {
        case everything
        case limited(
            organizations: Set<Organization.ID>, projects: Set<Project.ID>, grants: Set<ProjectGrant.ID>)

        /// Whether all of an organization is covered.
        package func includes(_ organization: Organization.ID) -> Bool {
            switch self {
            case .everything: true
            case .limited(let organizations, _, _): organizations.contains(organization)
            }
        }
    }

    private func require(_ permission: Permission, among reaching: [Membership]) throws(DomainError) {
        guard !reaching.isEmpty else { throw .noMembership }
        guard reaching.contains(where: { $0.grants(permission) }) else { throw .permissionDenied }
    }
}

extension DomainError {
    /// The caller has nothing to do with the organization at all.
    package static let noMembership = DomainError(.notFound, "AUTHZ-cdgFk", "membership not found")
    package static let permissionDenied = DomainError(
        .permissionDenied, "AUTH-AWfge", "No matching permissions found")
    package static let gateClosed = DomainError(.permissionDenied, "AUTH-5mWD2", "No matching permissions found")
}
