package import Crypto
package import HTTP
internal import JOSE
package import Platform
internal import Synchronization

/// An identity provider on a real socket that says whatever a test wants: an OpenID provider, and an OAuth server with an
/// endpoint about people.
package final class TestProvider: Sendable {
    /// What it says besides, or in place of, what it should.
    package struct Manners: Sendable {
        /// Members of the metadata; `nil` takes one away.
        package var metadata: [String: JSONValue?] = [:]
        /// Members of the token response.
        package var tokenResponse: [String: JSONValue?] = [:]
        package var tokenStatus = HTTPStatus.ok
        /// Claims of the ID token.
        package var claims: [String: JSONValue?] = [:]
        /// Members of its header.
        package var header: [String: JSONValue?] = [:]
        /// Signs in place of the provider's key.
        package var signer: PrivateKey?
        /// Whether the signature is left away.
        package var isUnsigned = false
        /// Members of userinfo.
        package var person: [String: JSONValue?] = [:]
        /// Answers in place of an endpoint, by its path.
        package var answers: [String: HTTPResponse] = [:]
        /// Paths at which nothing is answered, until they are none any more.
        package var silentPaths: Set<String> = []
        /// After which time paths are answered.
        package var delays: [String: Duration] = [:]

        package init() {}
    }

    /// What was asked of it.
    package struct Call: Sendable {
        package let path: String
        package let form: [String: String]
        package let authorization: String?
    }

    private struct State {
        var issuer = ""
        var manners = Manners()
        var calls: [Call] = []
        /// The nonces of codes.
        var nonces: [String: String] = [:]
        var key: PrivateKey
        var keyID = "k1"
    }

    package static let clientID = "alcazar"
    package static let clientSecret = "s3cr&t of ours"
    package static let accessToken = "SlAV32hkKG"
    package static let refreshToken = "8xLOxBtZp8"
    /// Who signs in there.
    package static let person: JSONObject = [
        "sub": "ext-42", "preferred_username": "mini", "given_name": "Minnie", "family_name": "Mouse",
        "name": "Minnie Mouse", "nickname": "Min", "email": "minnie@mouse.example", "email_verified": true,
        "phone_number": "+41791234567", "phone_number_verified": false, "locale": "de-CH",
    ]

    private let state: Mutex<State>
    private let clock: TestClock

    private init(clock: TestClock) throws {
        self.clock = clock
        state = Mutex(State(key: try PrivateKey.generate(.ec(.p256))))
    }

    /// Runs a provider for as long as a body does.
    package static func serve<Result: Sendable>(
        clock: TestClock, _ body: (TestProvider) async throws -> Result
    ) async throws -> Result {
        let provider = try TestProvider(clock: clock)
        return try await TestSite.serve(provider.routes) { site in
            provider.state.withLock { $0.issuer = site.origin }
            return try await body(provider)
        }
    }

    package var issuer: String { state.withLock { $0.issuer } }
    /// Its own key.
    package var key: PrivateKey { state.withLock { $0.key } }
    package var calls: [Call] { state.withLock { $0.calls } }

    package func calls(of path: String) -> [Call] { calls.filter { $0.path == path } }

    package func behave(_ change: (inout Manners) -> Void) {
        state.withLock { change(&$0.manners) }
    }

    /// Signs with another key from now on.
    package func changeKey() throws {
        let key = try PrivateKey.generate(.ec(.p256))
        state.withLock {
            $0.key = key
            $0.keyID += "'"
        }
    }

    /// Lets somebody sign in who was sent here.
    /// - Returns: the query with which the browser goes back, to the address for which it was asked.
    package func answer(to url: String) throws -> [(String, String)] {
        let asked = try TestSignIn.members(of: url)
        guard let redirectURI = asked["redirect_uri"], redirectURI.contains("/idps/callback/"),
            let given = asked["state"], asked["client_id"] == Self.clientID, asked["response_type"] == "code"
        else { throw TestServer.UnexpectedResponse(method: "authorize", text: url) }
        let code = Base64URL.encode(SecureRandom.bytes(8))
        state.withLock { $0.nonces[code] = asked["nonce"] ?? "" }
        return [("state", given), ("code", code)]
    }
}

extension TestProvider {
    private var routes: [Route] {
        [
            route(.get, "/.well-known/openid-configuration") { $0.metadata() },
            route(.get, "/keys") { $0.keys() },
            route(.post, "/token") { provider, form in try provider.tokens(for: form["code"] ?? "") },
            route(.get, "/userinfo") { $0.person() },
        ]
    }

    private func route(
        _ method: HTTPMethod, _ path: String, _ answer: @escaping @Sendable (TestProvider) -> JSONObject
    ) -> Route {
        route(method, path) { provider, _ in answer(provider) }
    }

    private func route(
        _ method: HTTPMethod, _ path: String,
        _ answer: @escaping @Sendable (TestProvider, [String: String]) throws -> JSONObject
    ) -> Route {
        Route(method, path, "provider") { [self] request in
            // What cannot be read has nothing in it.
            let form = (try? Form(parsing: request.body)) ?? Form()
            let values = Dictionary(form.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
            state.withLock { state in
                state.calls.append(Call(path: path, form: values, authorization: request.fields["Authorization"]))
            }
            while state.withLock({ $0.manners.silentPaths.contains(path) }) {
                // It is cancelled when the server ends.
                guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return .empty(.serviceUnavailable) }
            }
            if let delay = state.withLock({ $0.manners.delays[path] }) {
                guard (try? await Task.sleep(for: delay)) != nil else { return .empty(.serviceUnavailable) }
            }
            let (other, status) = state.withLock { state in
                (state.manners.answers[path], path == "/token" ? state.manners.tokenStatus : .ok)
            }
            if let other { return other }
            do {
                return .json(status, try answer(self, values))
            } catch {
                return .empty(.internalServerError)
            }
        }
    }

    private func metadata() -> JSONObject {
        state.withLock { state in
            JSONObject.made([
                "issuer": .string(state.issuer), "authorization_endpoint": .string("\(state.issuer)/authorize"),
                "token_endpoint": .string("\(state.issuer)/token"), "jwks_uri": .string("\(state.issuer)/keys"),
                "userinfo_endpoint": .string("\(state.issuer)/userinfo"),
                "code_challenge_methods_supported": ["S256"],
            ]).changed(state.manners.metadata)
        }
    }

    private func keys() -> JSONObject {
        state.withLock { state in
            // A key of P-256 is always one of ES256.
            let jwk = try? JWK(state.key.publicKey, keyID: state.keyID, algorithm: .es256)
            return jwk.map { JWKSet([$0]).json } ?? [:]
        }
    }

    private func tokens(for code: String) throws -> JSONObject {
        let (state, now) = (state.withLock { $0 }, clock.now)
        let claims = JSONObject.made([
            "iss": .string(state.issuer), "sub": "ext-42", "aud": .string(Self.clientID), "iat": .integer(now.seconds),
            "exp": .integer((now + .minutes(5)).seconds), "nonce": .string(state.nonces[code] ?? "none"),
            "at_hash": .string(SignatureAlgorithm.es256.leftHalfHash(of: Self.accessToken)),
            "email": "minnie@id-token.example",
        ]).changed(state.manners.claims)
        let header = JSONObject.made(["alg": "ES256", "kid": .string(state.keyID), "typ": "JWT"])
            .changed(state.manners.header)
        let key = TestKey(id: state.keyID, owner: state.issuer, key: state.manners.signer ?? state.key)
        var token = try key.sign(header: .object(header), claims: .object(claims), scheme: .ecdsa(.p256))
        if state.manners.isUnsigned { token = token.split(separator: ".").dropLast().joined(separator: ".") + "." }
        return JSONObject.made([
            "access_token": .string(Self.accessToken), "token_type": "Bearer", "expires_in": 7200,
            "refresh_token": .string(Self.refreshToken), "id_token": .string(token),
        ]).changed(state.manners.tokenResponse)
    }

    private func person() -> JSONObject {
        state.withLock { Self.person.changed($0.manners.person) }
    }
}

extension JSONObject {
    fileprivate static func made(_ members: JSONObject) -> JSONObject { members }

    fileprivate func changed(_ changes: [String: JSONValue?]) -> JSONObject {
        var object = self
        for (name, value) in changes { object[name] = value }
        return object
    }
}
