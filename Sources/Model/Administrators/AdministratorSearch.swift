package import Platform

/// What an administrator's roles hold for, as callers name it: a grant by its project and its receiver.
package enum AdministratorTarget: Sendable, Hashable {
    case instance
    case organization(Organization.ID)
    case project(Project.ID)
    case projectGrant(Project.ID, granted: Organization.ID)
}

/// One row of a list of administrators, with the names that people know.
package struct AdministratorOverview: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let id: User.ID
        package let loginName: String
        package let displayName: String
        package let organizationID: Organization.ID

        package init(id: User.ID, loginName: String, displayName: String, organizationID: Organization.ID) {
            self.id = id
            self.loginName = loginName
            self.displayName = displayName
            self.organizationID = organizationID
        }
    }

    package enum Resource: Sendable, Hashable {
        case instance
        case organization(Organization.ID, name: String)
        case project(Project.ID, name: String, owner: Organization.ID)
        case projectGrant(
            ProjectGrant.ID, project: Project.ID, projectName: String, owner: Organization.ID,
            granted: Organization.ID)
    }

    package let user: Member
    package let resource: Resource
    package let roles: [Role]
    package let createdAt: Timestamp
    package let changedAt: Timestamp

    package init(user: Member, resource: Resource, roles: [Role], createdAt: Timestamp, changedAt: Timestamp) {
        self.user = user
        self.resource = resource
        self.roles = roles
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}

extension AdministratorOverview {
    package typealias Search = Model.Search<Filter, Sorting>

    package indirect enum Filter: Sendable, Hashable {
        case users([User.ID])
        case userOrganization(Organization.ID)
        case loginName(TextMatch)
        case displayName(TextMatch)
        case resource(AdministratorTarget)
        /// `nil` is a role that does not exist, so that nobody has it.
        case role(Role?)
        case createdAt(TimestampMatch)
        case changedAt(TimestampMatch)
        /// None of these two is empty.
        case and([Filter])
        case or([Filter])
        case not(Filter)
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, changeDate, userID
    }

    /// The part of the administrators that a caller may read: by the permission that each kind of resource asks for.
    package struct Reach: Sendable, Hashable {
        /// Everybody sees what he is himself.
        package let caller: User.ID
        package let instance: Caller.Reach
        package let organizations: Caller.Reach
        package let projects: Caller.Reach
        package let projectGrants: Caller.Reach

        package init(of caller: Caller) {
            self.caller = caller.userID
            instance = caller.reach(.iamMemberRead)
            organizations = caller.reach(.orgMemberRead)
            projects = caller.reach(.projectMemberRead)
            projectGrants = caller.reach(.projectGrantMemberRead)
        }
    }
}
