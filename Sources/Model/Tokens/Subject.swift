/// Whom a token speaks for, as far as claims need it, read in the moment of the check.
///
/// A class, because it is passed on many times and has dozens of fields.
package final class Subject: Sendable {
    package let user: User
    package let organizationName: String
    package let primaryDomain: String

    package init(user: User, organizationName: String, primaryDomain: String) {
        self.user = user
        self.organizationName = organizationName
        self.primaryDomain = primaryDomain
    }
}

/// A role that a user holds now: the authorization, the project, both organizations and the grant are active.
package struct RoleAssignment: Sendable, Hashable {
    package let projectID: Project.ID
    package let roleKey: String
    /// Who gave the role.
    package let organizationID: Organization.ID
    package let organizationDomain: String

    package init(
        projectID: Project.ID, roleKey: String, organizationID: Organization.ID, organizationDomain: String
    ) {
        self.projectID = projectID
        self.roleKey = roleKey
        self.organizationID = organizationID
        self.organizationDomain = organizationDomain
    }
}

/// An application as the OAuth endpoints see it: active, in an active project of an active organization.
///
/// A class for the same reason as ``Subject``.
package final class Client: Sendable {
    package let applicationID: Application.ID
    package let clientID: String
    package let projectID: Project.ID
    package let projectRoleAssertion: Bool
    package let configuration: Application.Configuration
    /// SHA-256 of the secret.
    package let secretDigest: [UInt8]?

    package init(
        applicationID: Application.ID, clientID: String, projectID: Project.ID, projectRoleAssertion: Bool,
        configuration: Application.Configuration, secretDigest: [UInt8]?
    ) {
        self.applicationID = applicationID
        self.clientID = clientID
        self.projectID = projectID
        self.projectRoleAssertion = projectRoleAssertion
        self.configuration = configuration
        self.secretDigest = secretDigest
    }

    package var authenticationMethod: ClientAuthenticationMethod {
        switch configuration {
        case .oidc(let configuration): configuration.authenticationMethod
        case .api(let method): method
        }
    }
}
