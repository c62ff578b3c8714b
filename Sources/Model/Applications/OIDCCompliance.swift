/// What is doubtful about the settings of an OpenID Connect client. It informs and never refuses.
package struct OIDCCompliance: Sendable, Hashable {
    package enum Problem: String, Sendable, CaseIterable {
        case notCompliant = "Application.OIDC.V1.NotCompliant"
        case noRedirectURIs = "Application.OIDC.V1.NoRedirectUris"
        case refreshWithoutCode = "Application.OIDC.V1.GrantType.Refresh.NoAuthCode"
        case nativeMethod = "Application.OIDC.V1.Native.AuthMethodType.NotNone"
        case userAgentMethod = "Application.OIDC.V1.UserAgent.AuthMethodType.NotNone"
        case codeHTTP = "Application.OIDC.V1.Code.RedirectUris.HttpOnlyForWeb"
        case nativeHTTP = "Application.OIDC.V1.Native.RedirectUris.MustBeHttpLocalhost"
        case codeCustom = "Application.OIDC.V1.Code.RedirectUris.CustomOnlyForNative"
        case implicitCustom = "Application.OIDC.V1.Implicit.RedirectUris.CustomNotAllowed"
        case implicitHTTP = "Application.OIDC.V1.Implicit.RedirectUris.HttpNotAllowed"
        case notAllCombinations = "Application.OIDC.V1.NotAllCombinationsAreAllowed"
    }

    package let problems: [Problem]
    package var isNonCompliant: Bool { problems.first == .notCompliant }

    package init(_ configuration: OIDCConfiguration) {
        let found =
            Self.grantProblems(configuration) + Self.redirectProblems(configuration)
            + Self.methodProblems(configuration)
        guard found.isEmpty else {
            problems = [.notCompliant] + found
            return
        }
        let grants = configuration.grantTypes
        let isMixed = grants.contains(.implicit) && grants.contains(.authorizationCode)
        problems = isMixed && !configuration.redirectURIs.allSatisfy(\.isHTTPS) ? [.notAllCombinations] : []
    }

    private static func grantProblems(_ configuration: OIDCConfiguration) -> [Problem] {
        let grants = configuration.grantTypes
        let hasCode = grants.contains(.authorizationCode)
        let hasDevice = grants.contains(.deviceCode)
        var problems: [Problem] = []
        if configuration.redirectURIs.isEmpty, !hasDevice || hasCode { problems.append(.noRedirectURIs) }
        if grants.contains(.refreshToken), !hasCode, !hasDevice { problems.append(.refreshWithoutCode) }
        return problems
    }

    private static func redirectProblems(_ configuration: OIDCConfiguration) -> [Problem] {
        let uris = configuration.redirectURIs
        let isNative = configuration.applicationType == .native
        let hasCode = configuration.grantTypes.contains(.authorizationCode)
        let hasImplicit = configuration.grantTypes.contains(.implicit)
        let hasHTTP = uris.contains(where: \.isHTTP)
        let hasCustom = uris.contains { !$0.isHTTP && !$0.isHTTPS }
        var problems: [Problem] = []
        if hasHTTP, hasCode, configuration.applicationType == .userAgent { problems.append(.codeHTTP) }
        if isNative, uris.contains(where: { $0.isHTTP && !$0.isLoopback }) { problems.append(.nativeHTTP) }
        if hasCustom, hasCode, !isNative { problems.append(.codeCustom) }
        if hasCustom, hasImplicit, !isNative || !hasCode { problems.append(.implicitCustom) }
        if hasHTTP, hasImplicit, !isNative { problems.append(.implicitHTTP) }
        return problems
    }

    private static func methodProblems(_ configuration: OIDCConfiguration) -> [Problem] {
        guard configuration.authenticationMethod != .none else { return [] }
        return switch configuration.applicationType {
        case .native: [.nativeMethod]
        case .userAgent: [.userAgentMethod]
        case .web: []
        }
    }
}

extension OIDCCompliance.Problem {
    /// The problem in words.
    package var message: String {
        switch self {
        case .notCompliant: "The settings of this client do not follow OpenID Connect."
        case .noRedirectURIs: "At least one redirect URI is needed."
        case .refreshWithoutCode: "Refresh tokens need the authorization code or the device grant."
        case .nativeMethod: "A native application cannot keep a secret: its authentication method must be none."
        case .userAgentMethod: "A browser application cannot keep a secret: its authentication method must be none."
        case .codeHTTP: "Redirect URIs with http are for web applications only."
        case .nativeHTTP: "A redirect URI with http of a native application must point to the local machine."
        case .codeCustom: "Redirect URIs with a scheme of their own are for native applications only."
        case .implicitCustom: "The implicit grant allows no redirect URIs with a scheme of their own."
        case .implicitHTTP: "The implicit grant allows no redirect URIs with http."
        case .notAllCombinations: "Not every combination of these grants and redirect URIs works."
        }
    }
}

extension String {
    fileprivate var isHTTP: Bool { AbsoluteURI(self)?.scheme == "http" }
    fileprivate var isHTTPS: Bool { AbsoluteURI(self)?.scheme == "https" }
    fileprivate var isLoopback: Bool { AbsoluteURI(self)?.isLoopback ?? false }
}
