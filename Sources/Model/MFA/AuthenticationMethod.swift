/// A way in which a user can prove who they are.
package enum AuthenticationMethod: String, Sendable, CaseIterable {
    case totp, u2f, passkey
    case otpSMS = "otp_sms"
    case otpEmail = "otp_email"
    case recoveryCode = "recovery_code"
    case password
    /// An account elsewhere.
    case identityProvider = "identity_provider"
}

/// Which passkeys and security keys count: those of one domain.
package struct CredentialDomain: Sendable, Hashable {
    package let name: String
    /// Whether those count as well that belong to no domain.
    package let includesWithoutDomain: Bool

    package init(_ name: String, includesWithoutDomain: Bool) {
        self.name = name
        self.includesWithoutDomain = includesWithoutDomain
    }
}

/// A second factor of a user.
package struct AuthenticationFactor: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case totp, otpSMS, otpEmail
        /// A security key, with the name that its owner gave it.
        case u2f(id: String, name: String)
    }

    package let kind: Kind
    /// Whether it can be used; otherwise its registration was begun.
    package let isReady: Bool

    package init(_ kind: Kind, isReady: Bool) {
        self.kind = kind
        self.isReady = isReady
    }
}
