package import Model
internal import Platform
internal import Storage

extension SecondFactors {
    /// Lets one-time passwords be sent to the user's telephone or by mail.
    /// - Throws: `COMMAND-Ad3g2` or `COMMAND-MKL2s` when they may be sent already, `COMMAND-Q54j2` or `COMMAND-KLJ2d`
    ///   while the number or address is not proven, ``DomainError/factorNotOffered``.
    package func addOTP(
        _ channel: MessageChannel, to id: User.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.factorOwner(id, .userCredentialWrite, caller)
            try tx.requireOffered(channel == .sms ? .otpSMS : .otpEmail, to: user, by: caller)
            let ids = channel == .sms ? ("COMMAND-Ad3g2", "COMMAND-Q54j2") : ("COMMAND-MKL2s", "COMMAND-KLJ2d")
            guard try tx.addOTP(channel, to: id, at: now, conflict: .factorIsSetUp(ids.0)) else {
                throw DomainError(.failedPrecondition, ids.1, "Multifactor OTP (OneTimePassword) isn't ready")
            }
            return try tx.record(
                "user.human.mfa.otp.\(channel.rawValue).added", of: id, in: user.organizationID, by: caller.userID,
                at: now)
        }
    }

    /// - Throws: `COMMAND-Sr3h3` or `COMMAND-b312D` when none may be sent.
    package func removeOTP(
        _ channel: MessageChannel, of id: User.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.factorOwner(id, .userWrite, caller)
            guard try tx.deleteOTP(channel, of: id) else {
                throw .noFactor(channel == .sms ? "COMMAND-Sr3h3" : "COMMAND-b312D")
            }
            try tx.clearChecks(of: id, .otp(channel))
            try tx.deleteSessionCodes(channel, of: id)
            return try tx.record(
                "user.human.mfa.otp.\(channel.rawValue).removed", of: id, in: user.organizationID, by: caller.userID,
                at: now)
        }
    }
}
