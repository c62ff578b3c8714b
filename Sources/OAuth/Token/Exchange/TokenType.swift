/// What a token is, in a token exchange (RFC 8693 §3).
enum TokenType: String, Sendable, CaseIterable {
    case accessToken = "urn:ietf:params:oauth:token-type:access_token"
    case refreshToken = "urn:ietf:params:oauth:token-type:refresh_token"
    case idToken = "urn:ietf:params:oauth:token-type:id_token"
    case jwt = "urn:ietf:params:oauth:token-type:jwt"
    /// The plain identifier of a user.
    case userID = "urn:zitadel:params:oauth:token-type:user_id"

    /// Whether a subject may be named by it.
    var namesSubject: Bool { self != .refreshToken }
    /// Whether an actor may be named by it.
    var namesActor: Bool { self == .accessToken || self == .idToken }
    /// Whether it says nothing of what the subject wanted: it takes somebody who may act for the subject.
    var needsActor: Bool { self == .jwt || self == .userID }
}
