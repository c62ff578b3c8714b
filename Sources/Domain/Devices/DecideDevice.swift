package import Model
internal import Platform
internal import Storage

extension Devices {
    /// Lets the device have tokens for the session's user.
    /// - Parameter token: the session's current one.
    /// - Throws: `COMMAND-D2hf2` for an unknown request and one that is over, `COMMAND-D30Jf` for one that was decided;
    ///   and what a sign-in to an application is refused for (``AuthRequests/complete(_:session:token:on:by:)``).
    package func approve(
        _ id: DeviceAuthorization.ID, session: Session.ID, token: String, by caller: Caller
    ) async throws(DomainError) {
        try caller.require(.sessionLink)
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            guard try tx.deviceState(id) == .pending else { throw try tx.refusal(of: id, unknown: "COMMAND-D2hf2") }
            let signIn = try signIns.signIn(session, token: token, in: tx, at: now)
            let approval = DeviceApproval(signIn: signIn, at: now)
            guard let device = try tx.approve(id, approval, until: now + Self.lifetime) else {
                throw try tx.refusal(of: id, unknown: "COMMAND-D2hf2")
            }
            try signIns.requireAccess(signIn.userID, clientID: device.clientID, scopes: device.scopes, in: tx)
            // Who lets a device in has been asked what it may do.
            try consents.give(
                to: device.clientID, device.scopes, of: signIn.userID, by: caller, in: tx, at: now)
            try tx.record(
                .deviceAuthorization(
                    id, "device.authorization.approved",
                    [
                        "clientId": .string(device.clientID), "userId": .string(signIn.userID.rawValue),
                        "sessionId": .string(session.rawValue),
                    ]), by: caller.userID.rawValue, at: now)
        }
    }

    /// Refuses the device's request.
    /// - Throws: `COMMAND-gee5A` for an unknown request and one that is over, `COMMAND-D30Jf` for one that was decided.
    package func deny(_ id: DeviceAuthorization.ID, by caller: Caller) async throws(DomainError) {
        try caller.require(.sessionLink)
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            guard try tx.deny(id, at: now) else { throw try tx.refusal(of: id, unknown: "COMMAND-gee5A") }
            try tx.record(
                .deviceAuthorization(id, "device.authorization.denied"), by: caller.userID.rawValue, at: now)
        }
    }
}

extension AuditEvent {
    fileprivate static func deviceAuthorization(
        _ id: DeviceAuthorization.ID, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        AuditEvent(.deviceAuthorization, id.rawValue, organization: nil, type, payload: payload)
    }
}

extension Transaction {
    /// Why a request could not be decided.
    fileprivate borrowing func refusal(
        of id: DeviceAuthorization.ID, unknown: String
    ) throws(DomainError) -> DomainError {
        switch try deviceState(id) {
        case .approved, .denied, .redeemed:
            DomainError(.failedPrecondition, "COMMAND-D30Jf", "Errors.DeviceAuth.AlreadyHandled")
        case .pending, nil: DomainError(.notFound, unknown, "Errors.DeviceAuth.NotFound")
        }
    }
}
