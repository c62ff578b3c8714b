internal import Domain
internal import Model
internal import Platform

extension Visit {
    /// What comes after a proof: the next factor that is missing, or the end.
    /// - Parameter offersFactor: whether somebody who needs no second factor may be asked to set one up.
    mutating func proceed(offersFactor: Bool = true) async throws(DomainError) -> Answer {
        guard let overview = try await overview(), let user = overview.user, let human = user.human else {
            throw .loginIsOver
        }
        let request = try await authRequest()
        home = user.organizationID
        flow.pending = nil
        flow.loginName = user.preferredLoginName
        if overview.session.factors.hasFirst { speak(to: human) }
        switch NextStep(try await facts(overview.session, user, for: request)) {
        case .firstFactor: return .go(try await firstFactor(of: user))
        case .secondFactor(let own):
            // A recovery code is for an emergency: it is offered on the page of the other factor.
            let usual = own.filter { $0 != .recoveryCode && human.canUse($0) }
            guard usual.count == 1, let only = usual.first else { return .go(.secondFactor) }
            return .go(Place(secondFactor: only))
        case .setUpFactor(let isForced):
            guard isForced || offersFactor else { return try await finish(overview.session) }
            // Who has to go there anyway comes back from there to what they came for.
            if isForced { flow.reach(.setUp) }
            return .go(.setUp)
        case .changePassword:
            flow.reach(.changePassword)
            return .go(.changePassword)
        case .unmet:
            return try await refuse(
                .unmetAuthenticationRequirements, "The person has no factor that is strong enough, and can add none")
        case .done: return try await finish(overview.session)
        }
    }

    /// What the next step is decided from.
    /// - Parameter request: whose application has wishes of its own; without it only the account's settings count.
    func facts(
        _ session: Model.Session, _ user: User, for request: AuthRequest? = nil
    ) async throws(DomainError) -> NextStep.Facts {
        guard let human = user.human else { throw .loginIsOver }
        return NextStep.Facts(
            factors: session.factors, methods: try await methods(of: user), human: human,
            login: try await settings(of: user.organizationID), expiry: try await settings(of: user.organizationID),
            since: request?.authenticatedSince(at: now), leastClass: request?.parameters.leastClass, now: now)
    }

    /// Where somebody proves who they are: with a passkey where there is one.
    func firstFactor(of user: User) async throws(DomainError) -> Place {
        let login: LoginSettings = try await settings(of: user.organizationID)
        let methods = try await methods(of: user)
        guard login.allowsPasskeys, methods.contains(.passkey) else { return .password }
        return .passkey
    }

    func methods(of user: User) async throws(DomainError) -> [AuthenticationMethod] {
        try await parts.secondFactors.methods(of: user.id, at: nil, by: parts.caller)
    }

    func settings<Value: StoredSettings>(of organization: Organization.ID?) async throws(DomainError) -> Value {
        try await parts.settings.effective(Value.self, of: organization, by: parts.caller).value
    }

    /// Everything is proven: on to what the person came for.
    private mutating func finish(_ session: Model.Session) async throws(DomainError) -> Answer {
        try await followProvider(in: session)
        if let destination = flow.destination {
            flow.reach(destination)
            return .go(destination)
        }
        if flow.arrival != nil { return .go(try await linkConfirmation(in: session)) }
        if flow.request != nil { return try await answer(with: session) }
        if flow.deviceCode != nil { return .go(.deviceConfirmation) }
        let login: LoginSettings = try await settings(of: home)
        if let target = SafeURL(configured: login.defaultRedirectURI), target.text.hasPrefix("http") {
            return .leave(target.text)
        }
        return .go(.signedIn)
    }

    /// Forgets who it was, and begins anew for the same application.
    mutating func restart() {
        let name = flow.loginName
        flow.forgetPerson()
        flow.loginName = name
        flow.pending = nil
        home = flow.organization
        flow.note(.sessionIsOver)
    }

    /// Of a session that is made to ask for a proof, until it comes.
    static let unprovenLifetime = Duration.minutes(10)

    /// The longest that a session lasts without another proof: a year where the settings know no limit.
    func lifetime(of organization: Organization.ID?) async throws(DomainError) -> Duration {
        let login: LoginSettings = try await settings(of: organization)
        return login.passwordCheckLifetime > .zero ? login.passwordCheckLifetime : .hours(24 * 365)
    }
}

extension Human {
    /// Whether a factor can be shown that the person has set up. Codes go to confirmed addresses only, and an address may
    /// have been changed since.
    func canUse(_ method: AuthenticationMethod) -> Bool {
        switch method {
        case .otpSMS: isPhoneVerified
        case .otpEmail: isEmailVerified
        case .totp, .u2f, .passkey, .recoveryCode, .password, .identityProvider: true
        }
    }
}

extension Place {
    /// Whether somebody proves there who they are, with whatever factor.
    var asksForProof: Bool {
        switch self {
        case .password, .passkey, .secondFactor, .totp, .otpSMS, .otpEmail, .recoveryCode, .securityKey: true
        default: false
        }
    }

    init(secondFactor method: AuthenticationMethod) {
        self =
            switch method {
            case .totp: .totp
            case .otpSMS: .otpSMS
            case .otpEmail: .otpEmail
            case .recoveryCode: .recoveryCode
            case .u2f: .securityKey
            case .passkey: .passkey
            // Neither is a second factor.
            case .password, .identityProvider: .password
            }
    }

    /// The page of this name among the older ones.
    init?(older name: String) {
        switch name {
        case "login", "logindone": self = .login
        case "loginname": self = .loginName
        case "userselection": self = .accounts
        case "register": self = .register
        case "device": self = .device
        case "logout": self = .logout
        default: return nil
        }
    }
}
