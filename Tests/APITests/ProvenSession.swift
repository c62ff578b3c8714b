internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

extension TestAPI {
    /// A session in which every factor of the user was proven, with a challenge and codes that wait.
    func addProvenSession(_ id: String = "s1", of user: String) async throws {
        let now = clock.now
        let session = Model.Session(
            id: Model.Session.ID(rawValue: id), tokenID: "t", creatorID: "root", userID: User.ID(user),
            factors: SessionFactors(
                user: now, password: now, webAuthn: now, isUserVerified: true, totp: now, otpSMS: now, otpEmail: now,
                recoveryCode: now), webAuthnChallenge: [:], agent: UserAgent(), createdAt: now, changedAt: now)
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(session)
            for channel in [MessageChannel.email, .sms] {
                try tx.store(SessionCode(digest: [1], expiresAt: now + .hours(1)), channel, of: session.id)
            }
        }
    }

    /// What counts no more in a session that ``addProvenSession(_:of:)`` made: `totp`, `challenge`, `code sms`.
    func losses(of id: String = "s1") async throws -> Set<String> {
        let id = Model.Session.ID(rawValue: id)
        let session = try #require(try await database.read(.session(id)))
        let codes = try await database.read { (tx) throws(DomainError) in
            [
                "code sms": try tx.sessionCode(.sms, of: id) != nil,
                "code email": try tx.sessionCode(.email, of: id) != nil,
            ]
        }
        let factors = session.factors
        let kept = [
            "user": factors.user != nil, "password": factors.password != nil, "webAuthn": factors.webAuthn != nil,
            "isUserVerified": factors.isUserVerified, "totp": factors.totp != nil, "otpSMS": factors.otpSMS != nil,
            "otpEmail": factors.otpEmail != nil, "recoveryCode": factors.recoveryCode != nil,
            "challenge": session.webAuthnChallenge != nil,
        ].merging(codes) { $1 }
        return Set(kept.filter { !$0.value }.keys)
    }
}
