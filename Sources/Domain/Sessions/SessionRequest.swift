package import Model
package import Platform

/// What a call wants of a session, new or not.
package struct SessionRequest: Sendable {
    package let checks: SessionChecks
    package let challenges: SessionChallenges
    package let metadata: [SessionMetadata]
    /// From now on; `nil` leaves the end as it is.
    package let lifetime: Duration?
    /// Whether the history tells of it. Of what login pages ask at the word of a mere name it does not: anybody could fill
    /// it, and nothing of it ever goes.
    package let isRecorded: Bool

    package init(
        checks: SessionChecks = SessionChecks(), challenges: SessionChallenges = SessionChallenges(),
        metadata: [SessionMetadata] = [], lifetime: Duration? = nil, isRecorded: Bool = true
    ) {
        self.checks = checks
        self.challenges = challenges
        self.metadata = metadata
        self.lifetime = lifetime
        self.isRecorded = isRecorded
    }
}

/// What is shown to be checked. Each present part is checked, and one that fails makes all of them fail.
package struct SessionChecks: Sendable {
    package enum UserName: Sendable, Hashable {
        case id(User.ID)
        case loginName(String)

        /// Empty for an identifier.
        var loginName: String {
            if case .loginName(let name) = self { name } else { "" }
        }
    }

    package var user: UserName?
    package var password: Secret<String>?
    package var intent: (id: String, token: String)?
    /// The assertion of an authenticator, as the browser gives it.
    package var webAuthn: JSONObject?
    package var totp: String?
    /// A first password of an authenticator application that is set up with it.
    package var newTOTP: NewTOTP?
    package var otpSMS: String?
    package var otpEmail: String?
    package var recoveryCode: String?

    package init() {}

    /// The checks that are counted when they fail.
    var countedKinds: [CheckKind] {
        var kinds: [CheckKind] = []
        if password != nil { kinds.append(.password) }
        if totp != nil { kinds.append(.totp) }
        if otpSMS != nil { kinds.append(.otpSMS) }
        if otpEmail != nil { kinds.append(.otpEmail) }
        if recoveryCode != nil { kinds.append(.recoveryCode) }
        return kinds
    }
}

/// The challenges that are asked for.
package struct SessionChallenges: Sendable {
    package enum CodeDelivery: Sendable, Hashable {
        /// The caller shows the code itself.
        case returned
        case sent(LinkTemplate?)
    }

    package var webAuthn: WebAuthnRequest?
    package var otpSMS: CodeDelivery?
    package var otpEmail: CodeDelivery?

    package init() {}

    package var isEmpty: Bool { webAuthn == nil && otpSMS == nil && otpEmail == nil }
}

/// What became of a request.
package struct SessionChange: Sendable {
    package let id: Session.ID
    /// The one token that counts from now on.
    package let token: String
    package let details: ObjectDetails
    package var challenges = SessionChallengeAnswers()
}

/// What answers to challenges need. A code is there only if it was to be returned.
package struct SessionChallengeAnswers: Sendable, Hashable {
    /// `PublicKeyCredentialRequestOptions`, under `publicKey`.
    package var webAuthn: JSONObject?
    package var otpSMS: OneTime?
    package var otpEmail: OneTime?

    package enum OneTime: Sendable, Hashable {
        case returned(String)
        case sent
    }

    package init() {}
}

/// A challenge for an authenticator.
package struct WebAuthnRequest: Sendable {
    /// The relying party: the host of the page, or a domain above it.
    package let domain: String
    package let userVerification: UserVerification

    package init(domain: String, userVerification: UserVerification) {
        self.domain = domain
        self.userVerification = userVerification
    }
}
