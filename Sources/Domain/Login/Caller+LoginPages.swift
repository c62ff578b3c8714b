package import Model

extension Caller {
    /// The login pages of this service. They act for people who have not proven yet who they are, with the rights of a
    /// login client and no more.
    package static func loginPages(of instance: Instance) -> Caller {
        Caller(
            userID: "login-pages", homeOrganizationID: instance.defaultOrganizationID,
            organizationID: instance.defaultOrganizationID,
            memberships: [Membership(resource: .instance, roles: [.iamLoginClient])])
    }

    /// Somebody who has proven on the login pages who they are: with rights over themselves and no others.
    /// - Parameter session: in which they have proven it.
    package static func signedIn(_ user: User, in session: Session.ID? = nil) -> Caller {
        Caller(
            userID: user.id, homeOrganizationID: user.organizationID, organizationID: user.organizationID,
            memberships: [], sessionID: session)
    }
}
