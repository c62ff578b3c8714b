internal import Model
internal import Platform

extension OIDCConfigurationChange {
    /// Reads the settings, which have the same names in both requests.
    /// - Parameter invalid: thrown for a response type that is none.
    init(_ message: MessageReader, invalid: DomainError) throws(DomainError) {
        self.init()
        redirectURIs = try message.strings("redirectUris")
        for type in try message.enumerations("responseTypes", as: WireOIDCResponseType.self) {
            guard let type = type.type else { throw invalid }
            responseTypes.append(type)
        }
        grantTypes = try message.enumerations("grantTypes", as: WireOIDCGrantType.self).map(\.type)
        applicationType = try message.optionalEnumeration("applicationType", as: WireOIDCApplicationType.self)?.type
        authenticationMethod = try message.optionalEnumeration("authMethodType", as: WireOIDCAuthMethod.self)?.method
        postLogoutRedirectURIs = try message.strings("postLogoutRedirectUris")
        // There is one version; a number of another one is a fault of the form.
        _ = try message.optionalEnumeration("version", as: WireOIDCVersion.self)
        isDevelopmentMode = try message.optionalBool("developmentMode")
        accessTokenType = try message.optionalEnumeration("accessTokenType", as: WireOIDCTokenType.self)?.type
        accessTokenRoleAssertion = try message.optionalBool("accessTokenRoleAssertion")
        idTokenRoleAssertion = try message.optionalBool("idTokenRoleAssertion")
        idTokenUserinfoAssertion = try message.optionalBool("idTokenUserinfoAssertion")
        clockSkew = try message.duration("clockSkew")
        additionalOrigins = try message.strings("additionalOrigins")
        skipNativeAppSuccessPage = try message.optionalBool("skipNativeAppSuccessPage")
        backChannelLogoutURI = try message.optionalString("backChannelLogoutUri")
        loginVersion = try message.message("loginVersion", as: "LoginVersion").flatMap(Self.loginVersion)
    }

    private static func loginVersion(
        _ message: MessageReader
    ) throws(DomainError) -> OIDCConfiguration.LoginVersion? {
        switch try message.oneOf("loginV1", "loginV2") {
        case "loginV1": .v1
        case "loginV2": .v2(baseURI: try message.requiredMessage("loginV2", as: "LoginV2").string("baseUri"))
        default: nil
        }
    }
}

extension OIDCConfiguration {
    /// `zitadel.application.v2.OIDCConfiguration`.
    func message(clientID: String) -> JSONObject {
        .message {
            $0.set("redirectUris", redirectURIs)
            $0.set("responseTypes", responseTypes.map { WireOIDCResponseType($0) })
            $0.set("grantTypes", grantTypes.map { WireOIDCGrantType($0) })
            $0.set("applicationType", WireOIDCApplicationType(applicationType))
            $0.set("clientId", clientID)
            $0.set("authMethodType", WireOIDCAuthMethod(authenticationMethod))
            $0.set("postLogoutRedirectUris", postLogoutRedirectURIs)
            $0.set("version", WireOIDCVersion.version10)
            setCompliance(&$0)
            $0.set("developmentMode", isDevelopmentMode)
            $0.set("accessTokenType", WireOIDCTokenType(accessTokenType))
            $0.set("accessTokenRoleAssertion", accessTokenRoleAssertion)
            $0.set("idTokenRoleAssertion", idTokenRoleAssertion)
            $0.set("idTokenUserinfoAssertion", idTokenUserinfoAssertion)
            $0.set("clockSkew", clockSkew)
            $0.set("additionalOrigins", additionalOrigins)
            $0.set("allowedOrigins", allowedOrigins)
            $0.set("skipNativeAppSuccessPage", skipNativeAppSuccessPage)
            $0.set("backChannelLogoutUri", backChannelLogoutURI)
            $0.set("loginVersion", loginVersion?.message)
        }
    }

    /// `nonCompliant` and `complianceProblems`.
    func setCompliance(_ writer: inout MessageWriter) {
        let compliance = OIDCCompliance(self)
        writer.set("nonCompliant", compliance.isNonCompliant)
        writer.set(
            "complianceProblems",
            compliance.problems.map { problem in
                .message {
                    $0.set("key", problem.rawValue)
                    $0.set("localizedMessage", problem.message)
                }
            })
    }
}

extension OIDCConfiguration.LoginVersion {
    fileprivate var message: JSONObject {
        switch self {
        case .v1: ["loginV1": [:]]
        case .v2(let baseURI): ["loginV2": .object(.message { $0.set("baseUri", baseURI) })]
        }
    }
}
