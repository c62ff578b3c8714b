/// One row of a list of projects: a project as its owner sees it, or as a receiver of a grant does.
package struct ProjectOverview: Sendable, Hashable {
    package struct Receiver: Sendable, Hashable {
        package let organizationID: Organization.ID
        package let organizationName: String
        package let state: ProjectGrant.State

        package init(organizationID: Organization.ID, organizationName: String, state: ProjectGrant.State) {
            self.organizationID = organizationID
            self.organizationName = organizationName
            self.state = state
        }
    }

    package let project: Project
    /// Set when the row stands for a grant.
    package let receiver: Receiver?

    package init(project: Project, receiver: Receiver? = nil) {
        self.project = project
        self.receiver = receiver
    }
}

extension ProjectOverview {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case name(TextMatch)
        case ids([Project.ID])
        case organization(Organization.ID, Relation)
    }

    /// How an organization may have to do with a project.
    package enum Relation: Sendable, Hashable {
        case owned, granted, ownedOrGranted
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, id, changeDate, name
    }
}

extension ProjectRole {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case key(TextMatch)
        case displayName(TextMatch)
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, key, changeDate
    }
}

/// One row of a list of grants, with the names that people know.
package struct ProjectGrantOverview: Sendable, Hashable {
    package let grant: ProjectGrant
    package let projectName: String
    /// The owner of the project.
    package let organizationID: Organization.ID
    package let grantedOrganizationName: String

    package init(
        grant: ProjectGrant, projectName: String, organizationID: Organization.ID, grantedOrganizationName: String
    ) {
        self.grant = grant
        self.projectName = projectName
        self.organizationID = organizationID
        self.grantedOrganizationName = grantedOrganizationName
    }
}

extension ProjectGrantOverview {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case projectName(TextMatch)
        case roleKey(TextMatch)
        case projects([Project.ID])
        case organization(Organization.ID)
        case grantedOrganization(Organization.ID)
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, projectID, changeDate
    }
}
