package import Platform

/// When what was proven last in a session.
package struct SessionFactors: Sendable, Hashable {
    package var user: Timestamp?
    package var password: Timestamp?
    package var webAuthn: Timestamp?
    /// Whether the authenticator of ``webAuthn`` made sure who used it: then it was a passkey, else a security key.
    package var isUserVerified: Bool
    package var intent: Timestamp?
    package var totp: Timestamp?
    package var otpSMS: Timestamp?
    package var otpEmail: Timestamp?
    package var recoveryCode: Timestamp?

    package init(
        user: Timestamp? = nil, password: Timestamp? = nil, webAuthn: Timestamp? = nil, isUserVerified: Bool = false,
        intent: Timestamp? = nil, totp: Timestamp? = nil, otpSMS: Timestamp? = nil, otpEmail: Timestamp? = nil,
        recoveryCode: Timestamp? = nil
    ) {
        self.user = user
        self.password = password
        self.webAuthn = webAuthn
        self.isUserVerified = isUserVerified
        self.intent = intent
        self.totp = totp
        self.otpSMS = otpSMS
        self.otpEmail = otpEmail
        self.recoveryCode = recoveryCode
    }

    /// The latest proof of anything but the mere name: the time of the authentication.
    package var authenticatedAt: Timestamp? {
        [password, webAuthn, intent, totp, otpSMS, otpEmail, recoveryCode].compactMap { $0 }.max()
    }

    /// The latest proof that can stand alone. Another factor that is shown later makes it no newer.
    package var firstProvenAt: Timestamp? {
        [password, intent, isPasskey ? webAuthn : nil].compactMap { $0 }.max()
    }

    /// Whether two kinds of proof came together: what the user knows (or an identity provider that vouches), and what
    /// the user has. A passkey that makes sure who uses it is both.
    package var isMultiFactor: Bool {
        isPasskey || hasFirst && (hasOwnSecond || recoveryCode != nil)
    }

    /// Whether something was proven that seconds another proof by itself: a recovery code only stands in for such a
    /// factor, and says nothing of who has none.
    package var hasOwnSecond: Bool {
        webAuthn != nil || totp != nil || otpSMS != nil || otpEmail != nil
    }

    /// Whether something was proven that can stand alone.
    package var hasFirst: Bool { firstProvenAt != nil }

    /// The values of `amr` (RFC 8176 §2): in the order of the factors, each once, and `mfa` for two kinds of them.
    package var authenticationMethods: [String] {
        var methods: [String] = []
        if password != nil { methods.append("pwd") }
        if webAuthn != nil { methods.append("user") }
        let hasCode = [totp, otpSMS, otpEmail, recoveryCode].contains { $0 != nil }
        if hasCode { methods.append("otp") }
        if isMultiFactor { methods.append("mfa") }
        return methods
    }

    /// Whether an authenticator made sure who used it.
    package var isPasskey: Bool { webAuthn != nil && isUserVerified }
}
