package import Platform

extension IdentityProvider {
    /// Which providers a list shows; all of them must hold.
    package enum Filter: Sendable, Hashable {
        case id(ID)
        case name(TextMatch)
        /// Those of the instance, or those of organizations.
        case isOfInstance(Bool)
    }

    /// Whether the users of an organization may come from it: it is theirs, or the instance's.
    package func isAvailable(to organization: Organization.ID) -> Bool {
        organizationID == nil || organizationID == organization
    }
}

extension IdentityProvider {
    /// Whether it is the same service that vouches for people, under the same name of ours, as another configuration.
    package func answers(as other: IdentityProvider) -> Bool {
        switch (configuration, other.configuration) {
        case (.oidc(let one), .oidc(let two)): one.issuer == two.issuer && one.clientID == two.clientID
        case (.oauth(let one), .oauth(let two)):
            one.clientID == two.clientID && one.authorizationEndpoint == two.authorizationEndpoint
                && one.tokenEndpoint == two.tokenEndpoint && one.userEndpoint == two.userEndpoint
                && one.idAttribute == two.idAttribute
        default: false
        }
    }
}

extension AuditEvent {
    /// - Parameter organization: whose provider it is; `nil` for one of the instance.
    package static func identityProvider(
        of organization: Organization.ID?, _ instance: String, _ type: String, _ payload: JSONObject
    ) -> AuditEvent {
        guard let organization else {
            return AuditEvent(.instance, instance, organization: nil, "instance.\(type)", payload: payload)
        }
        return .organization(organization, "org.\(type)", payload)
    }
}
