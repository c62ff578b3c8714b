package import Platform

/// What there is one of.
package struct Instance: Sendable, Hashable {
    package let id: String
    package let name: String
    package let defaultOrganizationID: Organization.ID
    /// The project whose audience lets a token call this service's own API.
    package let projectID: Project.ID
    package let createdAt: Timestamp

    package init(
        id: String, name: String, defaultOrganizationID: Organization.ID, projectID: Project.ID, createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.defaultOrganizationID = defaultOrganizationID
        self.projectID = projectID
        self.createdAt = createdAt
    }
}
