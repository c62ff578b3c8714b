package import Platform

/// One line of an object's history, written in the transaction that changed it. It never carries a secret.
package struct AuditEvent: Sendable, Hashable {
    package enum Aggregate: String, Sendable {
        case instance, organization, user, project, application, authorization, session, webKey = "web_key"
        case authRequest = "auth_request"
        case deviceAuthorization = "device_authorization"
        case intent = "idp_intent"
    }

    package let aggregate: Aggregate
    package let aggregateID: String
    package let organizationID: Organization.ID?
    /// What happened, such as `user.machine.added`.
    package let type: String
    package let payload: JSONObject

    package init(
        _ aggregate: Aggregate, _ aggregateID: String, organization: Organization.ID?, _ type: String,
        payload: JSONObject = [:]
    ) {
        self.aggregate = aggregate
        self.aggregateID = aggregateID
        organizationID = organization
        self.type = type
        self.payload = payload
    }

    package static func user(
        _ id: User.ID, _ organization: Organization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.user, id.rawValue, organization: organization, type, payload: payload)
    }

    /// - Parameter organization: of the session's user, once it is known.
    package static func session(
        _ id: Session.ID, _ organization: Organization.ID?, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.session, id.rawValue, organization: organization, type, payload: payload)
    }

    /// - Parameter organization: of the user who decided, where that is known.
    package static func deviceAuthorization(
        _ id: DeviceAuthorization.ID, _ organization: Organization.ID?, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.deviceAuthorization, id.rawValue, organization: organization, type, payload: payload)
    }

    /// - Parameter organization: of the provider; `nil` for one of the instance.
    package static func intent(
        _ id: IdentityProviderIntent.ID, _ organization: Organization.ID?, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.intent, id.rawValue, organization: organization, type, payload: payload)
    }

    package static func organization(
        _ id: Organization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.organization, id.rawValue, organization: id, type, payload: payload)
    }

    package static func project(
        _ id: Project.ID, _ organization: Organization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.project, id.rawValue, organization: organization, type, payload: payload)
    }
}

/// The outcome of a change as the wires report it: `zitadel.object.v2.Details`.
package struct ObjectDetails: Sendable, Hashable {
    /// Counts the changes of the object.
    package let sequence: Int64
    package let changedAt: Timestamp
    package let resourceOwner: Organization.ID
    package let createdAt: Timestamp?

    package init(sequence: Int64, changedAt: Timestamp, resourceOwner: Organization.ID, createdAt: Timestamp? = nil) {
        self.sequence = sequence
        self.changedAt = changedAt
        self.resourceOwner = resourceOwner
        self.createdAt = createdAt
    }
}
