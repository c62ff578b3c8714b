package import Platform

/// That a person lets an application have tokens for projects of other organizations.
package struct Consent: Sendable, Hashable {
    package let clientID: String
    package let applicationName: String
    package let organizationName: String
    /// The names of the projects.
    package var projects: [String]
    /// The earliest of them.
    package let createdAt: Timestamp

    package init(
        clientID: String, applicationName: String, organizationName: String, projects: [String], createdAt: Timestamp
    ) {
        self.clientID = clientID
        self.applicationName = applicationName
        self.organizationName = organizationName
        self.projects = projects
        self.createdAt = createdAt
    }
}
