// The OAuth 2.0 and OpenID Connect endpoints. This module knows the protocols' messages and nothing of SQL, sockets or
// the administration API.

/// The names in logs and metrics of the routes that authenticate clients.
enum RouteName {
    static let token: StaticString = "token"
    static let introspection: StaticString = "introspect"
    static let revocation: StaticString = "revoke"
    static let deviceAuthorization: StaticString = "device-authorization"
}

/// The paths of the endpoints below the issuer.
enum Endpoint {
    static let authorization: StaticString = "/oauth/v2/authorize"
    /// Where the browser fetches a response that it posts to the application.
    static let formPost: StaticString = "/oauth/v2/authorize/callback"
    static let token: StaticString = "/oauth/v2/token"
    static let introspection: StaticString = "/oauth/v2/introspect"
    static let revocation: StaticString = "/oauth/v2/revoke"
    static let deviceAuthorization: StaticString = "/oauth/v2/device_authorization"
    /// Where people go who hold a user code (RFC 8628 §3.3).
    static let device: StaticString = "/device"
    static let endSession: StaticString = "/oidc/v1/end_session"
    static let keys: StaticString = "/oauth/v2/keys"
    static let userInfo: StaticString = "/oidc/v1/userinfo"
    static let openIDConfiguration: StaticString = "/.well-known/openid-configuration"
    static let authorizationServer: StaticString = "/.well-known/oauth-authorization-server"
}
