extension OIDCConfiguration {
    /// What a configuration must fulfil to be stored.
    package var isValid: Bool {
        !responseTypes.isEmpty && !grantTypes.isEmpty && hasRequiredGrants && clockSkew >= .zero
            && clockSkew <= .seconds(5) && additionalOrigins.allSatisfy(Self.isBareOrigin)
    }

    /// The code response needs the authorization code grant, unless the device grant gives the client something to
    /// do; the token responses need the implicit grant.
    private var hasRequiredGrants: Bool {
        responseTypes.allSatisfy { type in
            switch type {
            case .code: grantTypes.contains(.authorizationCode) || grantTypes.contains(.deviceCode)
            case .idToken, .idTokenToken: grantTypes.contains(.implicit)
            }
        }
    }

    /// Whether the application may ask for this response: registered for it, and for the grant that it needs.
    package func allows(_ type: ResponseType) -> Bool {
        responseTypes.contains(type) && grantTypes.contains(type == .code ? .authorizationCode : .implicit)
    }

    /// The origins that a browser application of this client calls from: those of its redirect URIs, then the
    /// additional ones.
    package var allowedOrigins: [String] {
        var seen: Set<String> = []
        let origins = (redirectURIs + additionalOrigins).compactMap { AbsoluteURI($0)?.origin }
        return origins.filter { seen.insert($0).inserted }
    }

    private static func isBareOrigin(_ text: String) -> Bool {
        guard let uri = AbsoluteURI(text) else { return false }
        return !uri.host.isEmpty && !uri.hasUserInfo && uri.rest.isEmpty
    }
}
