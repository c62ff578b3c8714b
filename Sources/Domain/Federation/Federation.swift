internal import Crypto
internal import JOSE
internal import Model
package import Platform

/// This service as a client of identity providers: where a browser is sent, and what becomes of the answer that it brings
/// back (RFC 6749 §4.1, OpenID Connect Core 1.0 §3.1). It knows neither intents nor users.
package struct Federation: Sendable {
    /// The path to which providers send browsers back, with the identifier of the provider. Each has its own, so that the
    /// code of one is never redeemed at another, whatever that one says of itself (RFC 9700 §4.4.2.2).
    package static let callbackPattern = "\(callbackPath)/{\(callbackParameter)}"
    package static let callbackParameter = "provider_id"
    private static let callbackPath = "/idps/callback"

    private let web: ProviderWeb
    private let directory: ProviderDirectory
    private let callbackURL: String
    private let clock: WallClock

    /// - Parameter externalURL: the public URL.
    package init(web: ProviderWeb, externalURL: String, clock: WallClock) {
        self.web = web
        directory = ProviderDirectory(clock: clock)
        callbackURL = externalURL + Self.callbackPath
        self.clock = clock
    }

    /// What one sign-in has that no other has.
    struct Attempt: Sendable {
        /// Comes back in the ID token.
        let nonce: String
        /// Proves that whoever redeems the code has asked for it (RFC 7636 §4.1); `nil` where the provider was not told.
        let verifier: String?
        /// The moment since which the person must have proven there who they are; `nil` when any proof will do.
        let provenSince: Timestamp?
    }

    /// Where a provider sends browsers back. Administrators register it there.
    func redirectURI(of provider: IdentityProvider.ID) -> String { "\(callbackURL)/\(provider)" }

    /// Begins a sign-in.
    /// - Parameters:
    ///   - state: comes back with the answer.
    ///   - loginHint: who the person may be there; empty for nobody in particular.
    ///   - asksAgain: whether the provider asks for a new proof, whoever is signed in there.
    /// - Returns: where the browser is sent.
    func begin(
        at provider: IdentityProvider, state: String, loginHint: String, asksAgain: Bool
    ) async throws(FederationFault) -> (url: String, attempt: Attempt) {
        let nonce = Base64URL.encode(SecureRandom.bytes(32))
        var query = [
            ("response_type", "code"), ("redirect_uri", redirectURI(of: provider.id)), ("state", state),
        ]
        let endpoint: String
        let usesPKCE: Bool
        let web = web.onBehalf(of: provider.organizationID)
        switch provider.configuration {
        case .oidc(let provider):
            let metadata = try await directory.metadata(of: provider.issuer, over: web)
            endpoint = metadata.authorizationEndpoint
            // Without it a stolen code could be brought into somebody else's sign-in (RFC 9700 §2.1.1).
            usesPKCE = provider.usesPKCE || metadata.supportsPKCE
            query += [("client_id", provider.clientID), ("scope", provider.requestedScope), ("nonce", nonce)]
            // The second makes the provider tell when the person has proven it (OpenID Connect Core 1.0 §3.1.2.1).
            if asksAgain { query += [("prompt", "login"), ("max_age", "0")] }
        case .oauth(let provider):
            endpoint = provider.authorizationEndpoint
            usesPKCE = provider.usesPKCE
            query.append(("client_id", provider.clientID))
            if !provider.scopes.isEmpty { query.append(("scope", provider.scopes.joined(separator: " "))) }
        }
        let verifier = usesPKCE ? Base64URL.encode(SecureRandom.bytes(32)) : nil
        if let verifier {
            let challenge = Base64URL.encode(SHA256.digest(Array(verifier.utf8)))
            query += [("code_challenge", challenge), ("code_challenge_method", "S256")]
        }
        if !loginHint.isEmpty { query.append(("login_hint", loginHint)) }
        let attempt = Attempt(nonce: nonce, verifier: verifier, provenSince: asksAgain ? clock.now() : nil)
        return (endpoint.adding(query), attempt)
    }

    /// Until when somebody waits who comes back from a provider now.
    func deadline() -> ContinuousClock.Instant { .now + web.patience }

    /// Makes sure that an answer is by the provider that was asked, where it says by whom it is: otherwise a provider could
    /// have the code of another one sent to itself (RFC 9207 §2.4, RFC 9700 §4.4).
    func check(
        issuer: String?, of provider: IdentityProvider, until deadline: ContinuousClock.Instant
    ) async throws(FederationFault) {
        let web = web.onBehalf(of: provider.organizationID).until(deadline)
        guard case .oidc(let provider) = provider.configuration else { return }
        if let issuer {
            guard issuer.utf8.elementsEqual(provider.issuer.utf8) else { throw .wrongIssuer }
        } else {
            guard try await !directory.metadata(of: provider.issuer, over: web).namesItself else { throw .wrongIssuer }
        }
    }

    /// Redeems a code and finds out who it is.
    /// - Parameters:
    ///   - secret: ours at the provider; `nil` for a public client.
    ///   - deadline: of all requests together, see ``deadline()``.
    func signIn(
        _ code: Secret<String>, _ attempt: Attempt, at provider: IdentityProvider, secret: Secret<String>?,
        until deadline: ContinuousClock.Instant
    ) async throws(FederationFault) -> ExternalSignIn {
        let grant = Grant(code: code, redirectURI: redirectURI(of: provider.id), verifier: attempt.verifier)
        let web = web.onBehalf(of: provider.organizationID).until(deadline)
        return switch provider.configuration {
        case .oidc(let provider): try await signIn(grant, attempt, at: provider, secret, over: web)
        case .oauth(let provider): try await signIn(grant, at: provider, secret, over: web)
        }
    }
}

extension Federation {
    private func signIn(
        _ grant: Grant, _ attempt: Attempt, at provider: OpenIDProvider, _ secret: Secret<String>?,
        over web: ProviderWeb
    ) async throws(FederationFault) -> ExternalSignIn {
        let metadata = try await directory.metadata(of: provider.issuer, over: web)
        let client = ClientAtProvider(
            id: provider.clientID, secret: secret, isInHeader: metadata.takesBasicAuthentication)
        let answer = try await redeem(grant, at: metadata.tokenEndpoint, by: client, over: web)
        guard let idToken = answer["id_token"]?.stringValue else { throw .malformed("id_token") }
        let tokens = try ProviderTokens(answer)
        let claims = try await verified(idToken, provider, metadata, attempt, tokens, over: web)
        var described = claims.members
        if !provider.mapsIDToken, let endpoint = metadata.userInfoEndpoint {
            described = try await web.document("userinfo", at: endpoint, token: tokens.accessToken)
            // Otherwise somebody could be described by the access token of another person (§5.3.2).
            guard let subject = described["sub"]?.stringValue, let own = claims.subject,
                subject.utf8.elementsEqual(own.utf8)
            else { throw .wrongSubject }
        }
        guard let identity = ExternalIdentity(claims: described, identifiedBy: "sub") else { throw .malformed("sub") }
        return ExternalSignIn(identity: identity, tokens: tokens)
    }

    private func signIn(
        _ grant: Grant, at provider: OAuthProvider, _ secret: Secret<String>?, over web: ProviderWeb
    ) async throws(FederationFault) -> ExternalSignIn {
        let client = ClientAtProvider(id: provider.clientID, secret: secret, isInHeader: true)
        let answer = try await redeem(grant, at: provider.tokenEndpoint, by: client, over: web)
        let tokens = try ProviderTokens(answer)
        let described = try await web.document("user", at: provider.userEndpoint, token: tokens.accessToken)
        guard let identity = ExternalIdentity(claims: described, identifiedBy: provider.idAttribute) else {
            throw .malformed("identifier")
        }
        return ExternalSignIn(identity: identity, tokens: tokens)
    }

    private func verified(
        _ idToken: String, _ provider: OpenIDProvider, _ metadata: ProviderMetadata, _ attempt: Attempt,
        _ tokens: ProviderTokens, over web: ProviderWeb
    ) async throws(FederationFault) -> JWTClaims {
        let token: CompactJWS
        do throws(JOSEError) {
            token = try CompactJWS(idToken)
        } catch {
            throw .idToken(IDTokenFault(error))
        }
        guard let key = try await directory.key(for: token.header, of: metadata, over: web) else {
            throw .idToken(IDTokenFault(.unknownKey))
        }
        let check = IDTokenCheck(
            issuer: metadata.issuer, clientID: provider.clientID, nonce: attempt.nonce,
            accessToken: tokens.accessToken, provenSince: attempt.provenSince)
        return try check.claims(of: token, key: key, at: clock.now())
    }

    /// RFC 6749 §4.1.3 with RFC 7636 §4.5.
    private func redeem(
        _ grant: Grant, at endpoint: String, by client: ClientAtProvider, over web: ProviderWeb
    ) async throws(FederationFault) -> JSONObject {
        var form = [
            (name: "grant_type", value: "authorization_code"), ("code", grant.code.exposed),
            ("redirect_uri", grant.redirectURI),
        ]
        if let verifier = grant.verifier { form.append(("code_verifier", verifier)) }
        guard let secret = client.secret else {
            return try await web.tokens(at: endpoint, form + [("client_id", client.id)], credentials: nil)
        }
        guard client.isInHeader else {
            form += [("client_id", client.id), ("client_secret", secret.exposed)]
            return try await web.tokens(at: endpoint, form, credentials: nil)
        }
        return try await web.tokens(at: endpoint, form, credentials: (client.id, secret))
    }
}

/// A code, with what proves that it was asked for here.
private struct Grant: Sendable {
    let code: Secret<String>
    /// To which it was sent.
    let redirectURI: String
    let verifier: String?
}

/// This service as a provider knows it.
private struct ClientAtProvider: Sendable {
    let id: String
    let secret: Secret<String>?
    /// Whether the secret goes into a header field, else into the form (RFC 6749 §2.3.1).
    let isInHeader: Bool
}

extension OpenIDProvider {
    /// `openid` makes it OpenID Connect (§3.1.2.1), whatever else is asked for.
    fileprivate var requestedScope: String {
        let wanted = scopes.isEmpty ? ["openid", "profile", "email"] : scopes
        return (wanted.contains("openid") ? wanted : ["openid"] + wanted).joined(separator: " ")
    }
}

extension String {
    /// The address with these parameters behind those that it has, and in front of its fragment.
    package func adding(_ query: [(String, String)]) -> String {
        let end = firstIndex(of: "#") ?? endIndex
        let text = query.map { "\($0)=\(LinkTemplate.percentEncoded($1))" }.joined(separator: "&")
        let separator = self[..<end].contains("?") ? (self[..<end].hasSuffix("?") ? "" : "&") : "?"
        return "\(self[..<end])\(separator)\(text)\(self[end...])"
    }
}
