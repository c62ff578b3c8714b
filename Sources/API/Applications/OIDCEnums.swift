internal import Model

// The enums of an OpenID Connect client's settings.

enum WireOIDCResponseType: String, WireEnum {
    case unspecified = "OIDC_RESPONSE_TYPE_UNSPECIFIED"
    case code = "OIDC_RESPONSE_TYPE_CODE"
    case idToken = "OIDC_RESPONSE_TYPE_ID_TOKEN"
    case idTokenToken = "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"

    init(_ type: OIDCConfiguration.ResponseType) {
        switch type {
        case .code: self = .code
        case .idToken: self = .idToken
        case .idTokenToken: self = .idTokenToken
        }
    }

    var type: OIDCConfiguration.ResponseType? {
        switch self {
        case .unspecified: nil
        case .code: .code
        case .idToken: .idToken
        case .idTokenToken: .idTokenToken
        }
    }
}

enum WireOIDCGrantType: String, WireEnum {
    case authorizationCode = "OIDC_GRANT_TYPE_AUTHORIZATION_CODE"
    case implicit = "OIDC_GRANT_TYPE_IMPLICIT"
    case refreshToken = "OIDC_GRANT_TYPE_REFRESH_TOKEN"
    case deviceCode = "OIDC_GRANT_TYPE_DEVICE_CODE"
    case tokenExchange = "OIDC_GRANT_TYPE_TOKEN_EXCHANGE"

    init(_ type: OIDCConfiguration.GrantType) {
        switch type {
        case .authorizationCode: self = .authorizationCode
        case .implicit: self = .implicit
        case .refreshToken: self = .refreshToken
        case .deviceCode: self = .deviceCode
        case .tokenExchange: self = .tokenExchange
        }
    }

    var type: OIDCConfiguration.GrantType {
        switch self {
        case .authorizationCode: .authorizationCode
        case .implicit: .implicit
        case .refreshToken: .refreshToken
        case .deviceCode: .deviceCode
        case .tokenExchange: .tokenExchange
        }
    }
}

enum WireOIDCApplicationType: String, WireEnum {
    case web = "OIDC_APP_TYPE_WEB"
    case userAgent = "OIDC_APP_TYPE_USER_AGENT"
    case native = "OIDC_APP_TYPE_NATIVE"

    init(_ type: OIDCConfiguration.ApplicationType) {
        switch type {
        case .web: self = .web
        case .userAgent: self = .userAgent
        case .native: self = .native
        }
    }

    var type: OIDCConfiguration.ApplicationType {
        switch self {
        case .web: .web
        case .userAgent: .userAgent
        case .native: .native
        }
    }
}

enum WireOIDCAuthMethod: String, WireEnum {
    case basic = "OIDC_AUTH_METHOD_TYPE_BASIC"
    case post = "OIDC_AUTH_METHOD_TYPE_POST"
    case none = "OIDC_AUTH_METHOD_TYPE_NONE"
    case privateKeyJWT = "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"

    init(_ method: ClientAuthenticationMethod) {
        switch method {
        case .basic: self = .basic
        case .post: self = .post
        case .none: self = .none
        case .privateKeyJWT: self = .privateKeyJWT
        }
    }

    var method: ClientAuthenticationMethod {
        switch self {
        case .basic: .basic
        case .post: .post
        case .none: .none
        case .privateKeyJWT: .privateKeyJWT
        }
    }
}

enum WireOIDCVersion: String, WireEnum {
    case version10 = "OIDC_VERSION_1_0"
}

enum WireOIDCTokenType: String, WireEnum {
    case bearer = "OIDC_TOKEN_TYPE_BEARER"
    case jwt = "OIDC_TOKEN_TYPE_JWT"

    init(_ type: Machine.AccessTokenType) {
        switch type {
        case .bearer: self = .bearer
        case .jwt: self = .jwt
        }
    }

    var type: Machine.AccessTokenType {
        switch self {
        case .bearer: .bearer
        case .jwt: .jwt
        }
    }
}

enum WireAPIAuthMethod: String, WireEnum {
    case basic = "API_AUTH_METHOD_TYPE_BASIC"
    case privateKeyJWT = "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"

    init(_ method: ClientAuthenticationMethod) {
        self = method == .privateKeyJWT ? .privateKeyJWT : .basic
    }

    var method: ClientAuthenticationMethod {
        switch self {
        case .basic: .basic
        case .privateKeyJWT: .privateKeyJWT
        }
    }
}
