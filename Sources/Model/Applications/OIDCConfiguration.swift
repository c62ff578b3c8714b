/// The settings of an OpenID Connect client.
package struct OIDCConfiguration: Sendable, Hashable {
    package enum ResponseType: String, Sendable, CaseIterable {
        case code
        case idToken = "id_token"
        case idTokenToken = "id_token token"
    }

    package enum GrantType: String, Sendable, CaseIterable {
        case authorizationCode = "authorization_code"
        case implicit
        case refreshToken = "refresh_token"
        case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
        case tokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange"
    }

    package enum ApplicationType: String, Sendable, CaseIterable {
        case web
        case userAgent = "user_agent"
        case native
    }

    package enum LoginVersion: Sendable, Hashable {
        case v1
        case v2(baseURI: String)
    }

    package var redirectURIs: [String] = []
    package var responseTypes: [ResponseType] = []
    package var grantTypes: [GrantType] = []
    package var applicationType: ApplicationType = .web
    package var authenticationMethod: ClientAuthenticationMethod = .basic
    package var postLogoutRedirectURIs: [String] = []
    package var isDevelopmentMode = false
    package var accessTokenType: Machine.AccessTokenType = .bearer
    package var accessTokenRoleAssertion = false
    package var idTokenRoleAssertion = false
    package var idTokenUserinfoAssertion = false
    /// Added to `exp`, subtracted from `iat`, `nbf` and `auth_time`; 0 to 5 seconds.
    package var clockSkew: Duration = .zero
    package var additionalOrigins: [String] = []
    package var skipNativeAppSuccessPage = false
    package var backChannelLogoutURI = ""
    /// `nil` follows the instance.
    package var loginVersion: LoginVersion?

    package init() {}
}
