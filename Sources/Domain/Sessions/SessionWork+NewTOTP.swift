internal import Crypto
internal import Model
package import Platform
internal import Storage

/// An authenticator application that somebody is about to set up, and a password of it.
package struct NewTOTP: Sendable {
    /// In base32, as ``SecondFactors/offerTOTP(to:)`` gave it.
    package let secret: Secret<String>
    package let code: String

    package init(secret: Secret<String>, code: String) {
        self.secret = secret
        self.code = code
    }
}

/// A secret with the time step whose password was shown.
struct ProvenTOTP: Sendable {
    /// Sealed.
    let secret: [UInt8]
    let step: Int64
}

extension SessionWork {
    /// The first password of an authenticator application counts for two things at once: it ends the set-up, and it is the
    /// proof of the factor in this session. Nobody has to wait for the next one, and it counts for nothing else.
    ///
    /// A wrong one is tried again as often as one likes, as in ``SecondFactors/verifyTOTP(_:of:by:)``: whoever may set an
    /// application up is shown its secret, so there is nothing to guess.
    mutating func checkNewTOTP(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let new = request.checks.newTOTP else { return nil }
        let user = try knownUser("COMMAND-8N9ds")
        try caller.require(.userCredentialWrite, in: user.organizationID)
        try requireUsable(user, .newTOTP, in: tx)
        guard let secret = Base32.decode(new.secret.exposed), secret.count >= TOTP.secretLength else {
            throw .internalFault
        }
        let step = TOTP.step(of: new.code, secret: secret, atUnixSeconds: now.milliseconds / 1000)
        guard let step, try !wasUsed(step, of: secret, user, in: tx) else {
            throw DomainError(.invalidArgument, "EVENT-8isk2", "Invalid code")
        }
        effects.newTOTP = ProvenTOTP(secret: sessions.parts.totp.secrets.seal(secret), step: step)
        effects.passedKinds.append(.totp)
        session.factors.totp = now
        return nil
    }

    /// Whether the same form was sent before: then its application is set up, and its password has had its use.
    private func wasUsed(
        _ step: Int64, of secret: [UInt8], _ user: User, in tx: borrowing Transaction
    ) throws(DomainError) -> Bool {
        guard let factor = try tx.totpFactor(of: user.id), factor.isReady, step <= factor.lastStep else { return false }
        return sessions.parts.totp.secrets.open(factor.secret) == secret
    }

    /// Puts the application in the place of the one before. What was proven with that one elsewhere counts no more.
    func setUp(_ new: ProvenTOTP, for user: User, in tx: borrowing Transaction) throws(DomainError) {
        try tx.clearChecks(of: user.id, .totp)
        try tx.replaceTOTP(secret: new.secret, step: new.step, of: user.id, at: now)
        for event in ["added", "verified"] {
            try tx.record(
                .user(user.id, user.organizationID, "user.human.mfa.otp.\(event)"), by: user.id.rawValue, at: now)
        }
    }
}
