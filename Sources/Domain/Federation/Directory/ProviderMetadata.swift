internal import Model
internal import Platform

/// What an OpenID provider says of itself (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), as far as it is used.
struct ProviderMetadata: Sendable, Hashable {
    let issuer: String
    let authorizationEndpoint: String
    let tokenEndpoint: String
    /// `nil` for a provider that tells everything in the ID token.
    let userInfoEndpoint: String?
    let keysURI: String
    /// Whether clients may show their secret by HTTP's basic authentication, which is what a provider does that says
    /// nothing.
    let takesBasicAuthentication: Bool
    let supportsPKCE: Bool
    /// Whether each answer says by whom it is (RFC 9207 §3).
    let namesItself: Bool

    /// - Parameter issuer: under which the document was found.
    /// - Throws: `.wrongIssuer` for a document of somebody else; `.malformed` for one that lacks an endpoint, or names one
    ///   that is less well protected than the issuer itself.
    init(_ document: JSONObject, of issuer: String) throws(FederationFault) {
        guard let named = document["issuer"]?.stringValue, named.utf8.elementsEqual(issuer.utf8) else {
            throw .wrongIssuer
        }
        self.issuer = issuer
        authorizationEndpoint = try Self.endpoint(document, "authorization_endpoint", of: issuer)
        tokenEndpoint = try Self.endpoint(document, "token_endpoint", of: issuer)
        keysURI = try Self.endpoint(document, "jwks_uri", of: issuer)
        userInfoEndpoint =
            document["userinfo_endpoint"] == nil
            ? nil : try Self.endpoint(document, "userinfo_endpoint", of: issuer)
        let methods = document["token_endpoint_auth_methods_supported"]?.arrayValue
        takesBasicAuthentication =
            methods.map { $0.contains("client_secret_basic") || !$0.contains("client_secret_post") } ?? true
        supportsPKCE = document["code_challenge_methods_supported"]?.arrayValue?.contains("S256") ?? false
        namesItself = document["authorization_response_iss_parameter_supported"] == true
    }

    /// Where the document of an issuer is (§4.1).
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    private static func endpoint(
        _ document: JSONObject, _ name: String, of issuer: String
    ) throws(FederationFault) -> String {
        guard let text = document[name]?.stringValue, text.utf8.count <= 2048, let url = AbsoluteURI(text), url.isWeb,
            !url.hasUserInfo, !url.host.isEmpty, !text.contains("#"),
            url.scheme == "https" || issuer.hasPrefix("http://")
        else { throw .malformed(name) }
        return text
    }
}
