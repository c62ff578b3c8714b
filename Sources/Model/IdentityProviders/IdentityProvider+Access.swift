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
