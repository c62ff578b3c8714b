internal import Crypto
internal import FoundationEssentials
internal import HTTP
internal import JOSE
internal import Outbound
internal import Platform

/// What the sample application asks the provider, over the network as any other application does.
struct SampleProvider: Sendable {
    let issuer: String
    let client: Client
    /// The sample's own origin.
    let origin: String
    private let web: HTTPClient
    private let clock: WallClock

    /// How the provider knows the application.
    struct Client: Sendable {
        let id: String
        let secret: Secret<String>
    }

    init(issuer: String, client: Client, origin: String, clock: WallClock) {
        self.issuer = issuer
        self.client = client
        self.origin = origin
        self.clock = clock
        web = HTTPClient(.open, connections: 2)
    }

    var redirectURI: String { "\(origin)\(SampleApplication.callbackPath)" }
    var signedOutURI: String { "\(origin)\(SampleApplication.signedOutPath)" }
}

/// Why the sample cannot go on: a sentence for its page.
struct SampleError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension SampleProvider {
    /// The endpoints (OpenID Connect Discovery §4).
    struct Metadata: Sendable {
        fileprivate let document: JSONValue

        func endpoint(_ name: String) throws(SampleError) -> String {
            guard let url = document[name]?.stringValue else { throw SampleError("The provider has no \(name).") }
            return url
        }
    }

    func metadata() async throws(SampleError) -> Metadata {
        let document = try await fetch("\(issuer)/.well-known/openid-configuration")
        // What says it is somebody else is not the provider that was asked for (§4.3).
        guard document["issuer"]?.stringValue == issuer else {
            throw SampleError("The provider says it is somebody else.")
        }
        return Metadata(document: document)
    }

    /// Where the browser is sent to sign in (OpenID Connect Core §3.1.2.1).
    func authorizationURL(_ attempt: SampleVisit.Attempt) async throws(SampleError) -> String {
        try await metadata().endpoint("authorization_endpoint") + "?"
            + Form([
                ("response_type", "code"), ("client_id", client.id), ("redirect_uri", redirectURI),
                ("scope", "openid profile email offline_access urn:zitadel:iam:org:projects:roles"),
                ("state", attempt.state), ("nonce", attempt.nonce), ("code_challenge", attempt.challenge),
                ("code_challenge_method", "S256"),
            ]).encoded
    }

    /// Where the browser is sent to sign out (OpenID Connect RP-Initiated Logout §2).
    func signOutURL(idToken: String) async throws(SampleError) -> String {
        try await metadata().endpoint("end_session_endpoint") + "?"
            + Form([("id_token_hint", idToken), ("post_logout_redirect_uri", signedOutURI)]).encoded
    }

    /// Exchanges the code of a callback (OpenID Connect Core §3.1.3).
    func redeem(_ code: String, _ attempt: SampleVisit.Attempt) async throws(SampleError) -> SampleVisit.Tokens {
        let answer = try await token([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
            ("code_verifier", attempt.verifier),
        ])
        guard let idToken = answer["id_token"]?.stringValue else { throw SampleError("There is no ID token.") }
        let claims = try await verified(idToken)
        // The token is of this very attempt (§3.1.3.7, number 11).
        guard claims["nonce"] == .string(attempt.nonce) else {
            throw SampleError("The ID token is of another sign-in.")
        }
        return try tokens(answer, idToken: idToken, claims: claims)
    }

    /// New tokens for the refresh token (§12).
    func refresh(_ old: SampleVisit.Tokens) async throws(SampleError) -> SampleVisit.Tokens {
        guard let refreshToken = old.refreshToken else { throw SampleError("There is no refresh token.") }
        let answer = try await token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
        guard let idToken = answer["id_token"]?.stringValue else {
            return try tokens(answer, idToken: old.idToken, claims: old.claims)
        }
        let claims = try await verified(idToken)
        // A new ID token speaks of the same person (§12.2).
        guard claims["sub"] == old.claims["sub"] else { throw SampleError("The ID token is somebody else's.") }
        return try tokens(answer, idToken: idToken, claims: claims)
    }

    /// The claims at the userinfo endpoint (§5.3).
    func userinfo(_ tokens: SampleVisit.Tokens) async throws(SampleError) -> JSONObject {
        let answer = try await fetch(
            metadata().endpoint("userinfo_endpoint"), fields: [("Authorization", "Bearer \(tokens.accessToken)")])
        // Otherwise the tokens of two people were mixed up (§5.3.2).
        guard let claims = answer.objectValue, claims["sub"] == tokens.claims["sub"] else {
            throw SampleError("Userinfo speaks of somebody else.")
        }
        return claims
    }

    private func tokens(
        _ answer: JSONValue, idToken: String, claims: JSONObject
    ) throws(SampleError) -> SampleVisit.Tokens {
        guard let accessToken = answer["access_token"]?.stringValue else {
            throw SampleError("There is no access token.")
        }
        let lifetime = answer["expires_in"]?.integerValue ?? 0
        return SampleVisit.Tokens(
            idToken: idToken, claims: claims, accessToken: accessToken,
            accessTokenExpiry: clock.now() + .seconds(lifetime), refreshToken: answer["refresh_token"]?.stringValue)
    }

    /// The claims of an ID token that is the provider's and for this application (§3.1.3.7).
    private func verified(_ idToken: String) async throws(SampleError) -> JSONObject {
        let document = try await fetch(metadata().endpoint("jwks_uri"))
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [issuer], audience: .contains([client.id]), requiresIssuedAt: true)
        do throws(JOSEError) {
            let keys = try JWKSet(document)
            let claims = try JWTVerifier(policy).verify(idToken, at: clock.now(), key: keys.key).claims
            guard claims["azp"].map({ $0 == .string(client.id) }) ?? (claims.audience.count == 1) else {
                throw .wrongAudience
            }
            return claims.members
        } catch {
            throw SampleError("The ID token is not valid: \(error).")
        }
    }

    private func token(_ form: [(name: String, value: String)]) async throws(SampleError) -> JSONValue {
        var request = WebRequest(
            .post, try await metadata().endpoint("token_endpoint"),
            fields: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(Form(form).encoded.utf8))
        // Both are encoded as in a form before they are joined (RFC 6749 §2.3.1).
        request.credentials = (FormCoding.encode(client.id), Secret(FormCoding.encode(client.secret.exposed)))
        return try await send(request)
    }

    private func fetch(_ url: String, fields: [(name: String, value: String)] = []) async throws(SampleError)
        -> JSONValue
    {
        try await send(WebRequest(.get, url, fields: fields))
    }

    private func send(_ request: WebRequest) async throws(SampleError) -> JSONValue {
        let response: WebResponse
        do throws(OutboundError) {
            response = try await web.send(request)
        } catch {
            throw SampleError("The provider was not reached at \(issuer): \(error).")
        }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: response.body)
        } catch {
            throw SampleError("The provider answered \(response.status) and something that is not JSON.")
        }
        guard response.status == 200 else {
            let error = json["error"]?.stringValue ?? "an error"
            throw SampleError("The provider answered \(response.status), \(error).")
        }
        return json
    }
}
