internal import Crypto
package import Model
package import Platform
package import Storage

/// The device authorization grant (RFC 8628): a device that has no browser asks, a person approves elsewhere.
package struct Devices: Sendable {
    /// How long a person has to decide, and afterwards the device to fetch its tokens.
    package static let lifetime = Duration.minutes(5)
    /// Between two polls, to begin with.
    package static let pollInterval = Duration.seconds(5)
    /// How much longer a device waits that polled too soon (RFC 8628 §3.5).
    static let slowDown = Duration.seconds(5)

    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let signIns: SignIns
    let refreshTokens: RefreshTokens
    let consents: Consents

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, sealer: TokenSealer, refreshTokens: RefreshTokens,
        consents: Consents
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        signIns = SignIns(sealer: sealer)
        self.refreshTokens = refreshTokens
        self.consents = consents
    }

    /// What a device is told that asked.
    package struct Beginning: Sendable {
        /// 256 random bits.
        package let deviceCode: Secret<String>
        package let userCode: UserCode
    }

    /// Stores the request of a device.
    /// - Parameter address: of the device.
    /// - Throws: `LIMIT-T0oMa` when too many devices of a client that needs no proof have asked from one network: each
    ///   makes it easier to guess a user code.
    package func begin(
        _ client: Client, scopes: ScopeSet, from address: String
    ) async throws(DomainError) -> Beginning {
        let code = Base64URL.encode(SecureRandom.bytes(32))
        let now = clock.now()
        let userCode = try await database.write { (tx) throws(DomainError) in
            if client.authenticationMethod == .none {
                try tx.count(
                    .deviceRequests, of: client.clientID, from: ClientNetwork(address: address), at: now)
            }
            // Two requests with one user code are as likely as a good guess.
            for _ in 1...8 {
                let letters = SecureRandom.string(length: UserCode.length, alphabet: UserCode.alphabet)
                guard let userCode = UserCode(letters) else { throw .internalFault }
                let device = DeviceAuthorization(
                    id: ids.nextID(), digest: SHA256.digest(code.utf8), userCode: userCode,
                    clientID: client.clientID, scopes: scopes, pollInterval: Self.pollInterval,
                    expiresAt: now + Self.lifetime, createdAt: now)
                if try tx.insert(device) { return userCode }
            }
            throw DomainError.internalFault
        }
        return Beginning(deviceCode: Secret(code), userCode: userCode)
    }

    /// The request that waits for a decision under this code. Whoever tries many codes that nobody has must wait
    /// (RFC 8628 §5.1).
    /// - Parameters:
    ///   - typed: as people type it.
    ///   - address: of the person at a page of ours; `nil` for a program that asks for others.
    /// - Throws: ``DomainError/unknownDevice`` also for what is over or decided, `DEVICE-Gu3ss` after too many tries.
    package func request(
        userCode typed: String, from address: String? = nil, by caller: Caller
    ) async throws(DomainError) -> DeviceRequest {
        let origin = address.map { UserCodeOrigin(address: $0) } ?? .program(caller.userID)
        let now = clock.now()
        let found = try await database.write { (tx) throws(DomainError) -> DeviceRequest? in
            if let failures = try tx.userCodeFailures(of: origin, at: now), failures.count >= origin.greatestFailures {
                throw .tooManyUserCodes(until: failures.until, at: now)
            }
            // Who may not see the request learns no more than who guesses.
            if let code = UserCode(typed), let request = try tx.deviceRequest(code, at: now),
                caller.has(.sessionRead, in: request.organizationID)
            {
                return request
            }
            try tx.countUserCodeFailure(of: origin, until: now + Self.lifetime, at: now)
            return nil
        }
        guard let found else { throw .unknownDevice }
        return found
    }
}

extension Devices {
    /// What the person is asked before a device is let in.
    package func consentQuestion(
        _ device: DeviceRequest, for user: User.ID
    ) async throws(DomainError) -> ConsentQuestion {
        try await database.read { (tx) throws(DomainError) in
            let question = try consents.question(of: device.clientID, device.scopes, for: user, in: tx)
            guard let question else { throw .unknownDevice }
            return question
        }
    }
}

extension UserCodeOrigin {
    /// In the time that a code lives. A thousand guesses among 25 billion codes find one of a hundred that live with a
    /// probability of four in a million.
    fileprivate var greatestFailures: Int64 {
        switch self {
        case .network: 20
        case .program: 1000
        }
    }
}

extension DomainError {
    package static let unknownDevice = DomainError(.notFound, "QUERY-Dev1c", "Errors.DeviceAuth.NotFound")

    fileprivate static func tooManyUserCodes(until end: Timestamp, at now: Timestamp) -> DomainError {
        DomainError(
            .resourceExhausted, "DEVICE-Gu3ss", "Too many unknown codes, try again later",
            retryAfter: max(1, end.since(now).components.seconds))
    }
}
