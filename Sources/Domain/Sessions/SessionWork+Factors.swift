internal import Model
internal import Platform
internal import Storage

extension SessionWork {
    /// A sign-in at an identity provider, whose account there belongs to the user.
    mutating func checkIntent(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let given = request.checks.intent else { return nil }
        guard let user else { throw DomainError(.failedPrecondition, "COMMAND-Sfw3r", "User ID is missing") }
        let intent = try sessions.parts.intents.proof(
            IdentityProviderIntent.ID(given.id), token: given.token, of: user, in: tx, at: now)
        try requireUsable(user, .intent, in: tx)
        effects.intent = intent
        session.factors.intent = now
        return nil
    }

    /// The assertion of an authenticator over the challenge of an earlier request.
    mutating func checkWebAuthn(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let assertion = request.checks.webAuthn else { return nil }
        guard let user else { throw DomainError(.failedPrecondition, "COMMAND-eeR2e", "User ID is missing") }
        try requireUsable(user, .webAuthn, in: tx)
        guard let challenge = session.webAuthnChallenge else {
            throw DomainError(.failedPrecondition, "COMMAND-Ioqu5", "Session has no WebAuthN challenge")
        }
        let proof = try sessions.parts.passkeys.verify(
            assertion: assertion, against: challenge, of: user.id, in: tx, at: now)
        effects.webAuthn = proof
        session.webAuthnChallenge = nil
        session.factors.webAuthn = now
        session.factors.isUserVerified = proof.isUserVerified
        return nil
    }

    mutating func checkTOTP(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let code = request.checks.totp else { return nil }
        let user = try knownUser("COMMAND-8N9ds")
        if let early = try delay(of: .totp, .user(user.id), in: tx) { return early }
        try requireUsable(user, .totp, in: tx)
        guard let step = try sessions.parts.totp.step(of: code, for: user.id, in: tx, at: now) else {
            return .failed(DomainError(.invalidArgument, "EVENT-8isk2", "Invalid code"), .totp, .user(user.id))
        }
        effects.totpStep = step
        effects.passedKinds.append(.totp)
        session.factors.totp = now
        return nil
    }

    /// A code that was sent for this session.
    mutating func checkCode(_ channel: MessageChannel, in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        let (given, kind): (String?, CheckKind) =
            switch channel {
            case .sms: (request.checks.otpSMS, .otpSMS)
            case .email: (request.checks.otpEmail, .otpEmail)
            }
        guard let given else { return nil }
        let user = try knownUser("COMMAND-S453v")
        if let early = try delay(of: kind, .user(user.id), in: tx) { return early }
        guard try tx.hasOTP(channel, of: user.id) else {
            throw DomainError(
                .failedPrecondition, "COMMAND-d2r52", "Multifactor OTP (OneTimePassword) isn't ready")
        }
        try requireUsable(user, kind == .otpSMS ? .otpSMS : .otpEmail, in: tx)
        guard let stored = try tx.sessionCode(channel, of: session.id),
            stored.failures < SessionCodes.greatestFailures
        else { throw DomainError(.failedPrecondition, "COMMAND-S34gh", "Code not found") }
        guard stored.expiresAt > now else {
            throw DomainError(.failedPrecondition, "CODE-QvUQ4P", "Code is expired")
        }
        guard sessions.codes.matches(given, stored, channel, of: session.id, user.id) else {
            try tx.countFailure(ofSessionCode: channel, of: session.id)
            return .failed(DomainError(.invalidArgument, "CODE-woT0xc", "Code is invalid"), kind, .user(user.id))
        }
        effects.spentCodes.append(channel)
        effects.passedKinds.append(kind)
        switch channel {
        case .sms: session.factors.otpSMS = now
        case .email: session.factors.otpEmail = now
        }
        return nil
    }

    mutating func checkRecoveryCode(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let code = request.checks.recoveryCode else { return nil }
        let user = try knownUser("COMMAND-4m9s2")
        if let early = try delay(of: .recoveryCode, .user(user.id), in: tx) { return early }
        try requireUsable(user, .recoveryCode, in: tx)
        guard try sessions.parts.recoveryCodes.matches(code, of: user.id, in: tx) else {
            return .failed(
                DomainError(.invalidArgument, "DOMAIN-6uvh0", "Invalid recovery code"), .recoveryCode, .user(user.id))
        }
        effects.recoveryCode = code
        effects.passedKinds.append(.recoveryCode)
        session.factors.recoveryCode = now
        return nil
    }

    /// What passed is spent: a code works once, a counter starts anew.
    func spendProofs(in tx: borrowing Transaction) throws(DomainError) {
        guard let user else { return }
        for kind in effects.passedKinds { try tx.clearFailedChecks(of: user.id, kind) }
        for channel in effects.spentCodes { try tx.deleteSessionCode(channel, of: session.id) }
        if let hash = effects.newPasswordHash { try tx.replacePasswordHash(of: user.id, by: hash) }
        // Nothing else can have spent them since the check, because transactions are serializable; the statements make
        // sure of it all the same.
        if let step = effects.totpStep {
            guard try tx.useTOTPStep(step, of: user.id) else { throw .internalFault }
        }
        if let new = effects.newTOTP { try setUp(new, for: user, in: tx) }
        if let code = effects.recoveryCode {
            guard try sessions.parts.recoveryCodes.use(code, of: user.id, in: tx, at: now) else { throw .internalFault }
        }
        if let intent = effects.intent { try tx.spend(intent, for: user, by: caller, at: now) }
        if let proof = effects.webAuthn {
            guard try tx.noteUse(of: proof, at: now) else { throw .internalFault }
        }
        if !effects.passedKinds.isEmpty {
            try tx.record(
                .user(
                    user.id, user.organizationID, "user.human.check.succeeded",
                    ["kinds": .array(effects.passedKinds.map { .string($0.rawValue) })]),
                by: caller.userID.rawValue, at: now)
        }
    }

    /// Who is locked or not active proves nothing, whatever they show.
    func requireUsable(_ user: User, _ check: Check, in tx: borrowing Transaction) throws(DomainError) {
        guard user.state != .locked else {
            switch check {
            case .totp, .newTOTP: throw DomainError(.failedPrecondition, "COMMAND-SF3fg", "User is locked")
            case .recoveryCode: throw DomainError(.notFound, "COMMAND-2w6oa", "User is locked")
            case .webAuthn: throw DomainError(.failedPrecondition, "COMMAND-Df4b3", "User could not be found")
            case .user, .password, .intent, .otpSMS, .otpEmail:
                throw DomainError(.failedPrecondition, "COMMAND-S6h4R", "User is locked")
            }
        }
        try requireActive(user, in: tx)
    }
}
