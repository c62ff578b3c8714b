package import Platform

/// A key of an application, and where the application belongs. The private half is known to its owner only.
package struct ApplicationKey: Sendable, Hashable {
    package let id: AuthenticationKey.ID
    package let applicationID: Application.ID
    package let projectID: Project.ID
    package let organizationID: Organization.ID
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: AuthenticationKey.ID, applicationID: Application.ID, projectID: Project.ID,
        organizationID: Organization.ID, expiresAt: Timestamp, createdAt: Timestamp
    ) {
        self.id = id
        self.applicationID = applicationID
        self.projectID = projectID
        self.organizationID = organizationID
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

extension ApplicationKey {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case application(Application.ID)
        case project(Project.ID)
        case organization(Organization.ID)
    }

    package enum Sorting: Sendable, Hashable {
        case id, projectID, applicationID, creationDate, organizationID, expiration
    }
}
