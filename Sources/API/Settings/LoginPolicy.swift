internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WirePasswordlessType: String, WireEnum {
    case notAllowed = "PASSWORDLESS_TYPE_NOT_ALLOWED"
    case allowed = "PASSWORDLESS_TYPE_ALLOWED"
}

enum WirePasskeysType: String, WireEnum {
    case notAllowed = "PASSKEYS_TYPE_NOT_ALLOWED"
    case allowed = "PASSKEYS_TYPE_ALLOWED"
}

enum WireSecondFactorType: String, WireEnum {
    case unspecified = "SECOND_FACTOR_TYPE_UNSPECIFIED"
    case totp = "SECOND_FACTOR_TYPE_OTP"
    case u2f = "SECOND_FACTOR_TYPE_U2F"
    case otpEmail = "SECOND_FACTOR_TYPE_OTP_EMAIL"
    case otpSMS = "SECOND_FACTOR_TYPE_OTP_SMS"
    case recoveryCodes = "SECOND_FACTOR_TYPE_RECOVERY_CODES"

    static let aliases = ["SECOND_FACTOR_TYPE_TOTP": WireSecondFactorType.totp]

    init(_ factor: LoginSettings.SecondFactor) {
        switch factor {
        case .totp: self = .totp
        case .u2f: self = .u2f
        case .otpEmail: self = .otpEmail
        case .otpSMS: self = .otpSMS
        case .recoveryCodes: self = .recoveryCodes
        }
    }

    var factor: LoginSettings.SecondFactor? {
        switch self {
        case .unspecified: nil
        case .totp: .totp
        case .u2f: .u2f
        case .otpEmail: .otpEmail
        case .otpSMS: .otpSMS
        case .recoveryCodes: .recoveryCodes
        }
    }
}

enum WireMultiFactorType: String, WireEnum {
    case unspecified = "MULTI_FACTOR_TYPE_UNSPECIFIED"
    case passkey = "MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"

    init(_ factor: LoginSettings.MultiFactor) {
        switch factor {
        case .passkey: self = .passkey
        }
    }

    var factor: LoginSettings.MultiFactor? {
        switch self {
        case .unspecified: nil
        case .passkey: .passkey
        }
    }
}

extension LoginSettings: WirePolicy {
    static let contract = PolicyContract.login
    static let names = PolicyNames(
        path: "login", get: "GetLoginPolicy", getDefault: "GetDefaultLoginPolicy", add: "AddCustomLoginPolicy",
        update: "UpdateCustomLoginPolicy", reset: "ResetLoginPolicyToDefault",
        getOfInstance: "GetLoginPolicy", updateOfInstance: "UpdateLoginPolicy")

    /// The lists of factors can be chosen with the first request only; later they have calls of their own.
    mutating func replace(with request: MessageReader) throws(DomainError) {
        allowsPassword = try request.bool("allowUsernamePassword")
        allowsRegistration = try request.bool("allowRegister")
        allowsIdentityProviders = try request.bool("allowExternalIdp")
        forcesMFA = try request.bool("forceMfa")
        forcesMFAOnLocalUsers = try request.bool("forceMfaLocalOnly")
        allowsPasskeys = try request.enumeration("passwordlessType", as: WirePasswordlessType.self) == .allowed
        hidesPasswordReset = try request.bool("hidePasswordReset")
        ignoresUnknownUsernames = try request.bool("ignoreUnknownUsernames")
        defaultRedirectURI = try request.string("defaultRedirectUri", .atMost(2048))
        passwordCheckLifetime = try request.duration("passwordCheckLifetime") ?? .zero
        identityProviderCheckLifetime = try request.duration("externalLoginCheckLifetime") ?? .zero
        mfaInitSkipLifetime = try request.duration("mfaInitSkipLifetime") ?? .zero
        secondFactorCheckLifetime = try request.duration("secondFactorCheckLifetime") ?? .zero
        multiFactorCheckLifetime = try request.duration("multiFactorCheckLifetime") ?? .zero
        allowsDomainDiscovery = try request.bool("allowDomainDiscovery")
        disablesLoginWithEmail = try request.bool("disableLoginWithEmail")
        disablesLoginWithPhone = try request.bool("disableLoginWithPhone")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("allowUsernamePassword", allowsPassword)
        writeCommon(to: &writer)
        writer.setAlways("passwordlessType", allowsPasskeys ? WirePasswordlessType.allowed : .notAllowed)
    }

    /// The members that both APIs name alike.
    func writeCommon(to writer: inout MessageWriter) {
        writer.set("allowRegister", allowsRegistration)
        writer.set("allowExternalIdp", allowsIdentityProviders)
        writer.set("forceMfa", forcesMFA)
        writer.set("forceMfaLocalOnly", forcesMFAOnLocalUsers)
        writer.set("hidePasswordReset", hidesPasswordReset)
        writer.set("ignoreUnknownUsernames", ignoresUnknownUsernames)
        writer.set("allowDomainDiscovery", allowsDomainDiscovery)
        writer.set("disableLoginWithEmail", disablesLoginWithEmail)
        writer.set("disableLoginWithPhone", disablesLoginWithPhone)
        writer.set("defaultRedirectUri", defaultRedirectURI)
        writer.set("passwordCheckLifetime", passwordCheckLifetime)
        writer.set("externalLoginCheckLifetime", identityProviderCheckLifetime)
        writer.set("mfaInitSkipLifetime", mfaInitSkipLifetime)
        writer.set("secondFactorCheckLifetime", secondFactorCheckLifetime)
        writer.set("multiFactorCheckLifetime", multiFactorCheckLifetime)
        writer.set("secondFactors", secondFactors.map(WireSecondFactorType.init))
        writer.set("multiFactors", multiFactors.map(WireMultiFactorType.init))
    }
}

extension APIMethod {
    /// The login policy of an organization. When it is made its factors and identity providers may be named; where none
    /// are it begins with none, as ZITADEL's does.
    static func managementLoginPolicy(_ settings: Settings) -> [APIMethod] {
        managementPolicy(LoginSettings.self, settings).map { method in
            guard method.rest?.method == .post else { return method }
            return addLoginPolicy(settings)
        }
    }

    private static func addLoginPolicy(_ settings: Settings) -> APIMethod {
        APIMethod(
            v1: LoginSettings.names.add, REST(.post, "/management/v1/policies/login"), access: .gate(.policyWrite),
            PolicyContract.login.add(
                PolicyContract.ofOrganization,
                PolicyContract.loginFactors + [
                    .messages("idps", .policyProvider, atMost: MessageReader.greatestFilterCount)
                ])
        ) { (request, call) async throws(DomainError) in
            var policy = LoginSettings()
            try policy.replace(with: request)
            policy.secondFactors = []
            for type in try request.enumerations("secondFactors", as: WireSecondFactorType.self) {
                guard let factor = type.factor else { throw .unspecifiedFactor("Org-SFeea") }
                if !policy.secondFactors.contains(factor) { policy.secondFactors.append(factor) }
            }
            policy.multiFactors = []
            for type in try request.enumerations("multiFactors", as: WireMultiFactorType.self) {
                guard let factor = type.factor else { throw .unspecifiedFactor("Org-WSfrg") }
                if !policy.multiFactors.contains(factor) { policy.multiFactors.append(factor) }
            }
            let providers = try request.filters("idps", as: "IDP") { (provider) throws(DomainError) in
                try provider.policyProvider()
            }
            return .details(
                try await settings.add(
                    policy, offering: providers, to: call.caller.organizationID, by: call.caller))
        }
    }
}

extension DomainError {
    static func unspecifiedFactor(_ id: String) -> DomainError {
        DomainError(.invalidArgument, id, "Errors.Org.LoginPolicy.MFA.Unspecified")
    }
}
