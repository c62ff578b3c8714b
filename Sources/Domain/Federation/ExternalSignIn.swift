package import Model
package import Platform

/// What a sign-in at a provider came to.
package struct ExternalSignIn: Sendable {
    package let identity: ExternalIdentity
    package let tokens: ProviderTokens
}

/// What a provider gave us for a person (RFC 6749 §5.1). Clients may use it there; this service keeps it sealed, and only
/// for as long as the intent counts.
package struct ProviderTokens: Sendable {
    package let accessToken: Secret<String>
    package let idToken: Secret<String>?
    package let refreshToken: Secret<String>?
    /// How long the access token lives; `nil` where the provider does not say.
    package let lifetime: Duration?

    package init(
        accessToken: Secret<String>, idToken: Secret<String>? = nil, refreshToken: Secret<String>? = nil,
        lifetime: Duration? = nil
    ) {
        self.accessToken = accessToken
        self.idToken = idToken
        self.refreshToken = refreshToken
        self.lifetime = lifetime
    }

    /// - Throws: `.malformed` without an access token, or with one of a type that is none of RFC 6750.
    init(_ answer: JSONObject) throws(FederationFault) {
        // What goes into a header field holds visible characters only.
        guard let token = answer["access_token"]?.stringValue, !token.isEmpty,
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("access_token") }
        let type = answer["token_type"]?.stringValue ?? "Bearer"
        guard type.lowercased() == "bearer" else { throw .malformed("token_type") }
        accessToken = Secret(token)
        idToken = answer["id_token"]?.stringValue.map { Secret($0) }
        refreshToken = answer["refresh_token"]?.stringValue.map { Secret($0) }
        let seconds: Int64? =
            switch answer["expires_in"] {
            case .integer(let number): number
            case .string(let text): Int64(text)
            default: nil
            }
        lifetime = seconds.flatMap { (1...315_576_000).contains($0) ? .seconds($0) : nil }
    }
}
