package import Platform

extension AuditEvent {
    /// - Parameter organization: the owner of the application's project.
    package static func application(
        _ id: Application.ID, _ organization: Organization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.application, id.rawValue, organization: organization, type, payload: payload)
    }
}
