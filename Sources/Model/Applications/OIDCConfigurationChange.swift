/// New values for some of the settings of an OpenID Connect client; what is `nil`, and an empty list, stays as it is.
package struct OIDCConfigurationChange: Sendable, Hashable {
    package var redirectURIs: [String] = []
    package var responseTypes: [OIDCConfiguration.ResponseType] = []
    package var grantTypes: [OIDCConfiguration.GrantType] = []
    package var applicationType: OIDCConfiguration.ApplicationType?
    package var authenticationMethod: ClientAuthenticationMethod?
    package var postLogoutRedirectURIs: [String] = []
    package var isDevelopmentMode: Bool?
    package var accessTokenType: Machine.AccessTokenType?
    package var accessTokenRoleAssertion: Bool?
    package var idTokenRoleAssertion: Bool?
    package var idTokenUserinfoAssertion: Bool?
    package var clockSkew: Duration?
    package var additionalOrigins: [String] = []
    package var skipNativeAppSuccessPage: Bool?
    package var backChannelLogoutURI: String?
    package var loginVersion: OIDCConfiguration.LoginVersion?

    package init() {}

    /// The configuration with these values. White space around a URI goes, and so does what says the same twice.
    package func applied(to old: OIDCConfiguration = OIDCConfiguration()) -> OIDCConfiguration {
        var new = old
        if let uris = Self.list(redirectURIs) { new.redirectURIs = uris }
        if !responseTypes.isEmpty { new.responseTypes = Self.unique(responseTypes) }
        if !grantTypes.isEmpty { new.grantTypes = Self.unique(grantTypes) }
        new.applicationType = applicationType ?? old.applicationType
        new.authenticationMethod = authenticationMethod ?? old.authenticationMethod
        if let uris = Self.list(postLogoutRedirectURIs) { new.postLogoutRedirectURIs = uris }
        new.isDevelopmentMode = isDevelopmentMode ?? old.isDevelopmentMode
        new.accessTokenType = accessTokenType ?? old.accessTokenType
        new.accessTokenRoleAssertion = accessTokenRoleAssertion ?? old.accessTokenRoleAssertion
        new.idTokenRoleAssertion = idTokenRoleAssertion ?? old.idTokenRoleAssertion
        new.idTokenUserinfoAssertion = idTokenUserinfoAssertion ?? old.idTokenUserinfoAssertion
        new.clockSkew = clockSkew ?? old.clockSkew
        if let origins = Self.list(additionalOrigins) { new.additionalOrigins = origins }
        new.skipNativeAppSuccessPage = skipNativeAppSuccessPage ?? old.skipNativeAppSuccessPage
        new.backChannelLogoutURI = backChannelLogoutURI ?? old.backChannelLogoutURI
        new.loginVersion = loginVersion ?? old.loginVersion
        return new
    }

    private static func list(_ values: [String]) -> [String]? {
        values.isEmpty ? nil : unique(values.map(\.trimmed).filter { !$0.isEmpty })
    }

    private static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}

extension String {
    /// Without white space at either end.
    package var trimmed: String {
        let start = self.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
