internal import Crypto
package import Model
package import Platform
internal import Storage

extension Devices {
    /// What a device is told that polls.
    package enum Poll: Sendable {
        case granted(RedeemedGrant)
        case pending
        /// It polled too soon, and has to wait longer from now on.
        case slowDown
        case denied
        case expired
        /// The reason is for the log: outside all read the same.
        case refused(String)
    }

    /// Answers a device that asks for its tokens. Of several requests at once one gets them.
    /// - Parameter audience: of the tokens.
    package func poll(
        _ code: Secret<String>, by client: Client, audience: @escaping @Sendable (ScopeSet) -> [String]
    ) async throws(DomainError) -> Poll {
        let digest = SHA256.digest(code.exposed.utf8)
        let answer = try await database.write { (tx) throws(DomainError) -> Poll in
            let now = clock.now()
            guard let device = try tx.deviceAuthorization(digest: digest) else { return .refused("no code of ours") }
            guard device.clientID == client.clientID else { return .refused("the code is another client's") }
            switch device.state {
            case .pending: return try poll(device, in: tx, at: now)
            case .denied: return .denied
            case .redeemed: return .refused("the code was used before")
            case .approved:
                guard device.expiresAt > now else { return .expired }
                return try redeem(device, client, audience(device.scopes), in: tx, at: now)
            }
        }
        return if case .granted(let grant) = answer { .granted(refreshTokens.sealed(grant)) } else { answer }
    }

    private func poll(
        _ device: DeviceAuthorization, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Poll {
        guard device.expiresAt > now else { return .expired }
        let isTooSoon = device.isTooSoon(at: now)
        let interval = device.pollInterval + (isTooSoon ? Self.slowDown : .zero)
        try tx.notePoll(of: device.id, interval: interval, at: now)
        return isTooSoon ? .slowDown : .pending
    }

    /// The code is spent in any case: whoever approved may have lost the right to sign in meanwhile.
    private func redeem(
        _ device: DeviceAuthorization, _ client: Client, _ audience: [String], in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> Poll {
        guard try tx.redeem(device.id), let approval = device.approval else {
            return .refused("the code was used just now")
        }
        let signIn = approval.signIn
        let session = signIn.sessionID
        guard try tx.answer(to: .isLiving(session, at: now)) else { return .refused("the session is over") }
        let living = try tx.answer(
            to: .activeSubject(
                signIn.userID, ofToken: session.rawValue, application: client.clientID, issuedAt: approval.moment))
        guard let subject = living else { return .refused("the user or the application is not active") }
        let family = TokenFamily.ID(device.id.rawValue)
        let authorization = FamilyAuthorization(
            scopes: device.scopes, audience: audience, methods: signIn.methods,
            authenticatedAt: signIn.authenticatedAt, sessionID: session)
        let generation =
            client.givesRefreshTokens(for: device.scopes)
            ? try refreshTokens.begin(
                family, client: client.clientID, user: signIn.userID, authorization, in: tx, at: now) : nil
        try tx.noteSignIn(session, to: client)
        return .granted(
            RedeemedGrant(
                subject: subject, familyID: family, authorization: authorization, nonce: nil,
                refreshGeneration: generation))
    }
}
