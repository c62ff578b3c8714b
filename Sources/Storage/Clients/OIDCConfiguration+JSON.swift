internal import Model
internal import Platform

extension OIDCConfiguration {
    /// The settings as they are stored: a JSON object that leaves out what has its default. The authentication method
    /// has a column of its own.
    var stored: JSONObject {
        var object = JSONObject()
        func set(_ name: String, _ values: [String]) {
            if !values.isEmpty { object.append(name, .array(values.map { .string($0) })) }
        }
        func set(_ name: String, _ value: Bool) {
            if value { object.append(name, true) }
        }
        set("redirectUris", redirectURIs)
        set("responseTypes", responseTypes.map(\.rawValue))
        set("grantTypes", grantTypes.map(\.rawValue))
        object.append("applicationType", .string(applicationType.rawValue))
        set("postLogoutRedirectUris", postLogoutRedirectURIs)
        set("developmentMode", isDevelopmentMode)
        object.append("accessTokenType", .string(accessTokenType.rawValue))
        set("accessTokenRoleAssertion", accessTokenRoleAssertion)
        set("idTokenRoleAssertion", idTokenRoleAssertion)
        set("idTokenUserinfoAssertion", idTokenUserinfoAssertion)
        if clockSkew != .zero { object.append("clockSkewMilliseconds", .integer(clockSkew.milliseconds)) }
        set("additionalOrigins", additionalOrigins)
        set("skipNativeAppSuccessPage", skipNativeAppSuccessPage)
        if !backChannelLogoutURI.isEmpty { object.append("backChannelLogoutUri", .string(backChannelLogoutURI)) }
        switch loginVersion {
        case .v1: object.append("loginVersion", "v1")
        case .v2(let baseURI): object.append("loginVersion", ["baseUri": .string(baseURI)])
        case nil: break
        }
        return object
    }

    /// Reads the `configuration` column. Values that this version does not know are left out.
    init(stored row: borrowing SQLRow, authenticationMethod: ClientAuthenticationMethod) throws(DomainError) {
        let object = try row.object("configuration")
        func strings(_ name: String) -> [String] { object[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        func flag(_ name: String) -> Bool { object[name]?.boolValue ?? false }
        self.init()
        self.authenticationMethod = authenticationMethod
        redirectURIs = strings("redirectUris")
        responseTypes = strings("responseTypes").compactMap(ResponseType.init(rawValue:))
        grantTypes = strings("grantTypes").compactMap(GrantType.init(rawValue:))
        applicationType = object["applicationType"]?.stringValue.flatMap(ApplicationType.init(rawValue:)) ?? .web
        postLogoutRedirectURIs = strings("postLogoutRedirectUris")
        isDevelopmentMode = flag("developmentMode")
        accessTokenType =
            object["accessTokenType"]?.stringValue.flatMap(Machine.AccessTokenType.init(rawValue:)) ?? .bearer
        accessTokenRoleAssertion = flag("accessTokenRoleAssertion")
        idTokenRoleAssertion = flag("idTokenRoleAssertion")
        idTokenUserinfoAssertion = flag("idTokenUserinfoAssertion")
        clockSkew = .milliseconds(object["clockSkewMilliseconds"]?.integerValue ?? 0)
        additionalOrigins = strings("additionalOrigins")
        skipNativeAppSuccessPage = flag("skipNativeAppSuccessPage")
        backChannelLogoutURI = object["backChannelLogoutUri"]?.stringValue ?? ""
        if object["loginVersion"]?.stringValue == "v1" {
            loginVersion = .v1
        } else if let baseURI = object["loginVersion"]?["baseUri"]?.stringValue {
            loginVersion = .v2(baseURI: baseURI)
        }
    }
}
