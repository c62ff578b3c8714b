package import Platform

extension AuditEvent {
    /// - Parameter organization: the one that gave the authorization.
    package static func authorization(
        _ id: Authorization.ID, _ organization: Organization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.authorization, id.rawValue, organization: organization, type, payload: payload)
    }
}
