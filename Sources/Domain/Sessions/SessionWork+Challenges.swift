internal import Model
internal import Platform
internal import Storage

extension SessionWork {
    /// The challenge for an authenticator, if one is asked for. It takes the place of the one before.
    /// - Returns: the options for the browser.
    mutating func challengeAuthenticator(in tx: borrowing Transaction) throws(DomainError) -> JSONObject? {
        guard let asked = request.challenges.webAuthn else { return nil }
        guard let user else { throw DomainError(.failedPrecondition, "COMMAND-eeR2e", "User ID is missing") }
        guard user.state == .active else {
            throw DomainError(.failedPrecondition, "COMMAND-Df4b3", "User could not be found")
        }
        let (options, stored) = try sessions.parts.passkeys.challenge(
            domain: asked.domain, userVerification: asked.userVerification, for: user.id, in: tx, at: now)
        session.webAuthnChallenge = stored
        return options
    }

    /// Makes the codes that are asked for, and sends those that are not returned. Each takes the place of the one before.
    func sendCodes(_ answers: inout SessionChallengeAnswers, in tx: borrowing Transaction) throws(DomainError) {
        if let delivery = request.challenges.otpSMS {
            let missing = (user: "COMMAND-JKL3g", factor: "COMMAND-BJ2g3")
            answers.otpSMS = try challenge(.sms, delivery, missing, in: tx) { (code, _) in .otpSMS(code: code) }
        }
        if let delivery = request.challenges.otpEmail {
            let missing = (user: "COMMAND-JK3gp", factor: "COMMAND-JKLJ3")
            let id = session.id.rawValue
            answers.otpEmail = try challenge(.email, delivery, missing, in: tx) { (code, template) in
                .otpEmail(code: code, template, session: id)
            }
        }
    }

    private func challenge(
        _ channel: MessageChannel, _ delivery: SessionChallenges.CodeDelivery,
        _ missing: (user: String, factor: String),
        in tx: borrowing Transaction, notice: (String, LinkTemplate?) -> Notice
    ) throws(DomainError) -> SessionChallengeAnswers.OneTime {
        guard let user else { throw DomainError(.failedPrecondition, missing.user, "User ID is missing") }
        try requireActive(user, in: tx)
        // An address that was changed since the factor was set up has to be proven first.
        guard user.hasProven(channel), try tx.hasOTP(channel, of: user.id) else {
            throw DomainError(.failedPrecondition, missing.factor, "Multifactor OTP (OneTimePassword) isn't ready")
        }
        if case .sent = delivery { try requirePause(of: channel, user.id, in: tx) }
        let (code, stored) = sessions.codes.make(channel, for: session.id, of: user.id, at: now)
        try tx.store(stored, channel, of: session.id)
        switch delivery {
        case .returned: return .returned(code)
        case .sent(let template):
            try sessions.parts.messages.post(notice(code, template), to: user, in: tx, at: now)
            return .sent
        }
    }

    /// Codes are sent to a person with pauses between them, whatever the session: each costs money, or patience.
    private func requirePause(
        of channel: MessageChannel, _ user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard let expiry = try tx.lastSessionCodeExpiry(channel, of: user) else { return }
        let rest = (expiry - SessionCodes.lifetime + SessionCodes.pause).since(now)
        guard rest > .zero else { return }
        throw DomainError(
            .resourceExhausted, "SESSION-C0de5", "A code was sent just now, try again later",
            retryAfter: rest.components.seconds + (rest.components.attoseconds > 0 ? 1 : 0))
    }
}

extension User {
    fileprivate func hasProven(_ channel: MessageChannel) -> Bool {
        guard let human else { return false }
        return switch channel {
        case .sms: human.isPhoneVerified
        case .email: human.isEmailVerified
        }
    }
}
