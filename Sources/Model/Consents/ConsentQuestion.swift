/// What a person is told before an application or a device gets tokens.
package struct ConsentQuestion: Sendable, Hashable {
    package let applicationName: String
    /// Whose application it is.
    package let organizationName: String
    package let organizationID: Organization.ID
    package let scopes: ScopeSet
    /// The names of projects beside the application's own, to which the tokens give access as the person.
    package let projects: [String]
    /// Whether they give access to this service's own API.
    package let includesOwnAPI: Bool

    package init(
        applicationName: String, organizationName: String, organizationID: Organization.ID, scopes: ScopeSet,
        projects: [String], includesOwnAPI: Bool
    ) {
        self.applicationName = applicationName
        self.organizationName = organizationName
        self.organizationID = organizationID
        self.scopes = scopes
        self.projects = projects
        self.includesOwnAPI = includesOwnAPI
    }
}
