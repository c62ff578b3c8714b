internal import JOSE
internal import Model
internal import Platform

/// Makes logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4).
struct LogoutTokens: Sendable {
    /// Short, so that a stolen one is soon worth nothing (§4); each attempt has one of its own.
    static let lifetime = Duration.minutes(2)
    private static let event = "http://schemas.openid.net/event/backchannel-logout"

    let signingKeys: SigningKeys
    let issuer: String

    /// A token that says that the session has ended. Its `jti` is the same in each attempt, so that an application that
    /// got it before notices. There is never a `nonce` in it, so it cannot stand in for an ID token.
    func sign(_ notice: LogoutNotice, at now: Timestamp) async throws(DomainError) -> String {
        try await signingKeys.active().sign(
            [
                "iss": .string(issuer), "sub": .string(notice.userID.rawValue), "aud": [.string(notice.clientID)],
                "iat": .integer(now.seconds), "exp": .integer((now + Self.lifetime).seconds),
                "jti": .string(notice.id.rawValue), "sid": .string(notice.sessionID.rawValue),
                "events": [Self.event: [:]],
            ], type: "logout+jwt")
    }
}
