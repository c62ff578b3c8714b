internal import JOSE
package import Model
internal import Platform

/// An application's wish that somebody signs out, which a person has to confirm. The logout pages get it as a signed
/// token, so that they send nobody to an address that no application has.
package struct LogoutRequest: Sendable, Hashable {
    /// Where the person goes afterwards, with everything that belongs to the address; `nil` to stay here.
    package let redirectURI: String?
    /// The application that asked; `nil` when nobody knows.
    package let clientID: String?
    /// Who is meant, as the application says; to be shown or searched for, never to be trusted.
    package let loginHint: String
    /// Tags of BCP 47 in the order of preference.
    package let languages: [String]

    package init(redirectURI: String?, clientID: String?, loginHint: String = "", languages: [String] = []) {
        self.redirectURI = redirectURI
        self.clientID = clientID
        self.loginHint = loginHint
        self.languages = languages
    }
}

extension Logouts {
    private static let requestType = "logout-request+jwt"

    /// The request as a token for the logout pages, ours or those of a team.
    package func token(for request: LogoutRequest) async throws(DomainError) -> String {
        let now = clock.now()
        var claims: JSONObject = [
            "iss": .string(issuer), "aud": .string(issuer), "iat": .integer(now.seconds),
            "exp": .integer((now + Self.requestLifetime).seconds),
        ]
        if let uri = request.redirectURI { claims.append("post_logout_redirect", .string(uri)) }
        if let client = request.clientID { claims.append("client_id", .string(client)) }
        if !request.loginHint.isEmpty { claims.append("logout_hint", .string(request.loginHint)) }
        if !request.languages.isEmpty {
            claims.append("ui_locales", .string(request.languages.joined(separator: " ")))
        }
        return try await signingKeys.active().sign(claims, type: Self.requestType)
    }

    /// - Returns: `nil` for everything that ``token(for:)`` has not made, and for what is too old.
    package func request(from token: String) async throws(DomainError) -> LogoutRequest? {
        // Why a token is none of ours does not matter.
        guard let jws = try? CompactJWS(token), let kid = jws.header.keyID,
            let key = try await signingKeys.verificationKey(kid)
        else { return nil }
        let policy = JWTClaimPolicy(
            type: .exactly(Self.requestType), issuers: [issuer], audience: .only([issuer]), subject: .optional)
        // Nor does why it is none of the right kind.
        guard let claims = try? JWTVerifier(policy).verify(jws, with: key, at: clock.now()).claims else { return nil }
        return LogoutRequest(
            redirectURI: claims["post_logout_redirect"]?.stringValue, clientID: claims["client_id"]?.stringValue,
            loginHint: claims["logout_hint"]?.stringValue ?? "",
            languages: claims["ui_locales"]?.stringValue?.split(separator: " ").map { String($0) } ?? [])
    }
}
