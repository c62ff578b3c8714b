internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireAuthenticationMethodType: String, WireEnum {
    case unspecified = "AUTHENTICATION_METHOD_TYPE_UNSPECIFIED"
    case password = "AUTHENTICATION_METHOD_TYPE_PASSWORD"
    case passkey = "AUTHENTICATION_METHOD_TYPE_PASSKEY"
    case identityProvider = "AUTHENTICATION_METHOD_TYPE_IDP"
    case totp = "AUTHENTICATION_METHOD_TYPE_TOTP"
    case u2f = "AUTHENTICATION_METHOD_TYPE_U2F"
    case otpSMS = "AUTHENTICATION_METHOD_TYPE_OTP_SMS"
    case otpEmail = "AUTHENTICATION_METHOD_TYPE_OTP_EMAIL"
    case recoveryCode = "AUTHENTICATION_METHOD_TYPE_RECOVERY_CODE"

    init(_ method: AuthenticationMethod) {
        switch method {
        case .totp: self = .totp
        case .u2f: self = .u2f
        case .passkey: self = .passkey
        case .otpSMS: self = .otpSMS
        case .otpEmail: self = .otpEmail
        case .recoveryCode: self = .recoveryCode
        case .password: self = .password
        case .identityProvider: self = .identityProvider
        }
    }
}

enum WireAuthFactors: String, WireEnum {
    case totp = "OTP"
    case otpSMS = "OTP_SMS"
    case otpEmail = "OTP_EMAIL"
    case u2f = "U2F"
}

enum WireAuthFactorState: String, WireEnum {
    case unspecified = "AUTH_FACTOR_STATE_UNSPECIFIED"
    case notReady = "AUTH_FACTOR_STATE_NOT_READY"
    case ready = "AUTH_FACTOR_STATE_READY"
    case removed = "AUTH_FACTOR_STATE_REMOVED"
}

extension APIMethod {
    static func listAuthenticationMethodTypes(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListAuthenticationMethodTypes",
            REST(.get, "/v2/users/{user_id}/authentication_methods"), access: .objectOrSelf(.userRead),
            .listAuthenticationMethodTypes
        ) { (request, call) async throws(DomainError) in
            let id = try request.factorOwner()
            var domain: CredentialDomain?
            if let query = try request.message("domainQuery", as: "DomainQuery") {
                domain = CredentialDomain(
                    try query.string("domain", .between(1, 200)),
                    includesWithoutDomain: try query.bool("includeWithoutDomain"))
            }
            let methods = try await factors.methods(of: id, at: domain, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: Int64(methods.count), at: call.now))
                $0.set("authMethodTypes", methods.map(WireAuthenticationMethodType.init))
            }
        }
    }

    static func listAuthenticationFactors(_ factors: SecondFactors) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListAuthenticationFactors",
            REST(.post, "/v2/users/{user_id}/authentication_factors/_search", hasBody: false),
            access: .objectOrSelf(.userRead), .listAuthenticationFactors
        ) { (request, call) async throws(DomainError) in
            let id = try request.factorOwner()
            var kinds = Set(try request.enumerations("authFactors", as: WireAuthFactors.self))
            if kinds.isEmpty { kinds = Set(WireAuthFactors.allCases) }
            var states = Set(try request.enumerations("states", as: WireAuthFactorState.self))
            if states.isEmpty { states = [.ready] }
            let found = try await factors.factors(of: id, by: call.caller)
            return .message {
                $0.set(
                    "result",
                    found.filter { kinds.contains($0.wireKind) && states.contains($0.wireState) }.map(\.message))
            }
        }
    }
}

extension AuthenticationFactor {
    fileprivate var wireKind: WireAuthFactors {
        switch kind {
        case .totp: .totp
        case .otpSMS: .otpSMS
        case .otpEmail: .otpEmail
        case .u2f: .u2f
        }
    }

    fileprivate var wireState: WireAuthFactorState { isReady ? .ready : .notReady }

    fileprivate var message: JSONObject {
        .message {
            $0.set("state", wireState)
            switch kind {
            case .totp: $0.set("otp", JSONObject())
            case .otpSMS: $0.set("otpSms", JSONObject())
            case .otpEmail: $0.set("otpEmail", JSONObject())
            case .u2f(let id, let name):
                $0.set(
                    "u2f",
                    .message {
                        $0.set("id", id)
                        $0.set("name", name)
                    })
            }
        }
    }
}
