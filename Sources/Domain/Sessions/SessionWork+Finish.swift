internal import Model
internal import Platform
internal import Storage

extension SessionWork {
    /// Carries out what the checks have shown, answers the challenges, and stores the session under a new token.
    mutating func finish(in tx: borrowing Transaction) throws(DomainError) -> SessionChange {
        try spendProofs(in: tx)
        let hasNewMetadata = isNew ? false : try storeMetadata(in: tx)
        guard isNew || hasNewMetadata || hasProofs || !request.challenges.isEmpty || request.lifetime != nil else {
            return unchanged
        }
        var answers = SessionChallengeAnswers()
        answers.webAuthn = try challengeAuthenticator(in: tx)
        if let lifetime = request.lifetime { session.expiresAt = now + lifetime }
        session.tokenID = sessions.ids.nextID()
        session.changedAt = now
        if request.isRecorded {
            let event = session.sequence == 0 ? "session.added" : "session.changed"
            session.sequence = try tx.record(
                .session(session.id, user?.organizationID, event, payload), by: caller.userID.rawValue, at: now)
        }
        if isNew {
            try tx.insert(session)
            _ = try storeMetadata(in: tx)
        } else {
            guard try tx.update(session) else { throw .sessionTerminated }
        }
        try sendCodes(&answers, in: tx)
        return SessionChange(
            id: session.id, token: sessions.sealer.seal(sessionToken: session.tokenID, of: session.id),
            details: ObjectDetails(sequence: session.sequence, changedAt: now, resourceOwner: sessions.owner),
            challenges: answers)
    }

    /// - Returns: whether anything changed.
    private func storeMetadata(in tx: borrowing Transaction) throws(DomainError) -> Bool {
        var isChanged = false
        for entry in request.metadata where try tx.set(entry, of: session.id) { isChanged = true }
        return isChanged
    }

    private var hasProofs: Bool { request.checks.user != nil || session.factors.authenticatedAt == now }

    /// Nothing is new, so the token of before still counts.
    private var unchanged: SessionChange {
        SessionChange(
            id: session.id, token: sessions.sealer.seal(sessionToken: session.tokenID, of: session.id),
            details: ObjectDetails(
                sequence: session.sequence, changedAt: session.changedAt, resourceOwner: sessions.owner))
    }

    /// What the history tells: which proofs, and whose. Never what was proven with.
    private var payload: JSONObject {
        var payload: JSONObject = [:]
        if let user = session.userID { payload["userId"] = .string(user.rawValue) }
        let checks: [(String, Timestamp?)] = [
            ("user", session.factors.user), ("password", session.factors.password),
            ("idpIntent", session.factors.intent), ("webAuthN", session.factors.webAuthn),
            ("totp", session.factors.totp), ("otpSms", session.factors.otpSMS), ("otpEmail", session.factors.otpEmail),
            ("recoveryCode", session.factors.recoveryCode),
        ]
        let proven = checks.filter { $0.1 == now }.map { JSONValue.string($0.0) }
        if !proven.isEmpty { payload["checks"] = .array(proven) }
        return payload
    }
}
