package import Domain
package import HTTP
package import Model
package import Platform

/// Builds the endpoints from what they need, and lists their routes.
package struct OAuthEndpoints: Sendable {
    private let authorize: AuthorizeEndpoint
    /// Turns a sign-in into the response to its application.
    package let responder: AuthorizationResponder
    private let token: TokenEndpoint
    private let introspection: IntrospectionEndpoint
    private let revocation: RevocationEndpoint
    private let userInfo: UserInfoEndpoint
    private let deviceAuthorization: DeviceAuthorizationEndpoint
    private let endSession: EndSessionEndpoint
    private let discovery: DiscoveryEndpoint
    private let signingKeys: SigningKeys
    private let refuse: Refusal.Renderer
    private let log: Log
    private let metrics: OAuthMetrics

    /// What the endpoints are made of.
    package struct Parts: Sendable {
        package let clients: Clients
        package let tokens: Tokens
        package let personalAccessTokens: PersonalAccessTokens
        package let facts: Facts
        package let signingKeys: SigningKeys
        package let sealer: TokenSealer
        package let authRequests: AuthRequests
        package let refreshTokens: RefreshTokens
        package let devices: Devices
        package let logouts: Logouts
        package let impersonations: Impersonations

        package init(
            clients: Clients, tokens: Tokens, personalAccessTokens: PersonalAccessTokens, facts: Facts,
            signingKeys: SigningKeys, sealer: TokenSealer, authRequests: AuthRequests, refreshTokens: RefreshTokens,
            devices: Devices, logouts: Logouts, impersonations: Impersonations
        ) {
            self.clients = clients
            self.tokens = tokens
            self.personalAccessTokens = personalAccessTokens
            self.facts = facts
            self.signingKeys = signingKeys
            self.sealer = sealer
            self.authRequests = authRequests
            self.refreshTokens = refreshTokens
            self.devices = devices
            self.logouts = logouts
            self.impersonations = impersonations
        }
    }

    /// - Parameters:
    ///   - issuer: the public URL, without a slash at its end.
    ///   - instanceProjectID: what `zitadel` in an audience scope stands for.
    ///   - findBrowser: knows browsers again.
    ///   - refuse: makes the pages for people who cannot be sent back to their application, and has the words of another.
    ///   - metrics: where the endpoints' numbers are added.
    package init(
        issuer: String, instanceProjectID: Project.ID, lifetimes: TokenLifetimes, parts: Parts,
        findBrowser: @escaping RequestingBrowser.Finder, refuse: Refusal.Renderer, ids: IDGenerator, clock: WallClock,
        log: Log, metrics: Metrics
    ) {
        let claims = ClaimsSource(issuer: issuer, instanceProjectID: instanceProjectID, facts: parts.facts)
        let assertions = AssertionVerifier(
            clients: parts.clients, audiences: [issuer, "\(issuer)\(Endpoint.token)"], clock: clock)
        let authenticator = ClientAuthenticator(clients: parts.clients, assertions: assertions)
        let idTokens = IssuedIDTokens(signingKeys: parts.signingKeys, issuer: issuer, clock: clock)
        let grants: [any Grant] = [
            ClientCredentialsGrant(claims: claims), JWTBearerGrant(assertions: assertions, claims: claims),
            AuthorizationCodeGrant(authRequests: parts.authRequests, claims: claims),
            RefreshTokenGrant(refreshTokens: parts.refreshTokens, claims: claims),
            DeviceCodeGrant(devices: parts.devices, claims: claims),
            TokenExchangeGrant(
                statements: TokenStatements(
                    tokens: parts.tokens, idTokens: idTokens, clients: parts.clients, assertions: assertions),
                impersonations: parts.impersonations, clients: parts.clients, issuer: issuer),
        ]
        self.metrics = OAuthMetrics(
            grantTypes: grants.map { type(of: $0).type },
            clientRoutes: [
                RouteName.token, RouteName.introspection, RouteName.revocation, RouteName.deviceAuthorization,
            ].map(\.description))
        self.metrics.add(to: metrics)
        let tokenIssuer = TokenIssuer(
            tokens: parts.tokens, signingKeys: parts.signingKeys, claims: claims, lifetimes: lifetimes, ids: ids,
            clock: clock)
        token = TokenEndpoint(
            grants: grants, authenticator: authenticator, issuer: tokenIssuer, metrics: self.metrics)
        authorize = AuthorizeEndpoint(
            authRequests: parts.authRequests, clients: parts.clients,
            idTokens: idTokens, claims: claims, findBrowser: findBrowser, refuse: refuse, log: log)
        responder = AuthorizationResponder(
            issuer: tokenIssuer, clients: parts.clients, authRequests: parts.authRequests, sealer: parts.sealer,
            refuse: refuse, clock: clock, log: log)
        introspection = IntrospectionEndpoint(
            authenticator: authenticator, tokens: parts.tokens, claims: claims,
            signingKeys: parts.signingKeys, clock: clock, counters: self.metrics.introspections)
        revocation = RevocationEndpoint(
            authenticator: authenticator, tokens: parts.tokens, personalAccessTokens: parts.personalAccessTokens,
            refreshTokens: parts.refreshTokens)
        userInfo = UserInfoEndpoint(tokens: parts.tokens, claims: claims)
        deviceAuthorization = DeviceAuthorizationEndpoint(
            authenticator: authenticator, clients: parts.clients, devices: parts.devices, claims: claims)
        endSession = EndSessionEndpoint(
            idTokens: IssuedIDTokens(signingKeys: parts.signingKeys, issuer: issuer, clock: clock),
            logouts: parts.logouts)
        let keys = parts.signingKeys
        discovery = DiscoveryEndpoint(
            issuer: issuer, grantTypes: token.grantTypes, signingAlgorithms: { await keys.algorithms() })
        signingKeys = parts.signingKeys
        self.refuse = refuse
        self.log = log
    }

    package var routes: [Route] {
        [
            // No CORS: scripts have nothing to ask for here (RFC 9700 §2.6).
            Route(.get, Endpoint.authorization.description, "authorize", handler: authorize.respond),
            Route(.post, Endpoint.authorization.description, "authorize", handler: authorize.respond),
            Route(.get, Endpoint.formPost.description, "form-post", handler: responder.formPost),
            oauth(.post, Endpoint.token, RouteName.token, token.respond),
            oauth(.post, Endpoint.introspection, RouteName.introspection, introspection.respond),
            oauth(.post, Endpoint.revocation, RouteName.revocation, revocation.respond),
            oauth(
                .post, Endpoint.deviceAuthorization, RouteName.deviceAuthorization, deviceAuthorization.respond),
            Route(.get, Endpoint.device.description, "device", handler: DeviceAuthorizationEndpoint.lead),
            endSession(.get), endSession(.post),
            bearer(.get, Endpoint.userInfo, "userinfo", userInfo.respond),
            bearer(.post, Endpoint.userInfo, "userinfo", userInfo.respond),
            oauth(.get, Endpoint.keys, "jwks", keys),
            Route(
                .get, Endpoint.openIDConfiguration.description, "openid-configuration", cors: .oauth,
                handler: discovery.respond),
            Route(
                .get, Endpoint.authorizationServer.description, "oauth-authorization-server", cors: .oauth,
                handler: discovery.respond),
        ]
    }

    /// The JWK set (RFC 7517 §5): all keys that sign, will sign or have signed.
    private func keys(_ request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        do throws(DomainError) {
            return HTTPResponse(.ok, fields: Self.keysFields, body: .bytes(try await signingKeys.jwks()))
        } catch {
            throw OAuthError(error)
        }
    }

    /// Laid out once: resource servers fetch the keys often.
    private static let keysFields: HTTPFields = [
        "Content-Type": "application/json", "X-Content-Type-Options": "nosniff",
        "Cache-Control": "max-age=300, must-revalidate",
    ]

    /// A route whose errors are the JSON body of RFC 6749 §5.2.
    private func oauth(
        _ method: HTTPMethod, _ path: StaticString, _ name: StaticString,
        _ handler: @escaping @Sendable (HTTPRequest) async throws(OAuthError) -> HTTPResponse
    ) -> Route {
        let (log, metrics, route) = (log, metrics, name.description)
        return Route(method, path.description, name, cors: .oauth) { request in
            do throws(OAuthError) {
                return try await handler(request)
            } catch {
                if error.code == .invalidClient { metrics.clientFailed(at: route) }
                error.log(to: log)
                return error.response
            }
        }
    }

    /// The end of a session, whose errors are pages: browsers are sent there, and no script of another origin reads what
    /// it answers.
    private func endSession(_ method: HTTPMethod) -> Route {
        let (log, endpoint, refuse) = (log, endSession, refuse)
        return Route(method, Endpoint.endSession.description, "end-session") { request in
            do throws(OAuthError) {
                return try await endpoint.respond(to: request)
            } catch {
                error.log(to: log)
                return await refuse(Refusal(.signOut, error.status, error.description), request)
            }
        }
    }

    /// A route whose errors are the challenge of RFC 6750 §3.
    private func bearer(
        _ method: HTTPMethod, _ path: StaticString, _ name: StaticString,
        _ handler: @escaping @Sendable (HTTPRequest) async throws(BearerError) -> HTTPResponse
    ) -> Route {
        let log = log
        return Route(method, path.description, name, cors: .oauth) { request in
            do throws(BearerError) {
                return try await handler(request)
            } catch {
                if case .failed(let fault) = error { OAuthError(fault).log(to: log) }
                return error.response
            }
        }
    }
}

extension OAuthError {
    /// Faults of ours are errors; a refusal is worth a line that tells which check failed.
    fileprivate func log(to log: Log) {
        if isFaultOfOurs {
            log.error("oauth request failed", ["error": .string(code.rawValue), "detail": .string(detail)])
        } else {
            log.info(
                "oauth request refused",
                ["error": .string(code.rawValue), "detail": .string(detail.isEmpty ? description : detail)])
        }
    }
}

extension CORSPolicy {
    /// Scripts of any origin may use the endpoints: none of them knows cookies.
    static let oauth = CORSPolicy.open(
        methods: [.get, .head, .post],
        allowedHeaders: ["Origin", "Accept", "Accept-Language", "Authorization", "Content-Type", "X-Requested-With"],
        exposedHeaders: ["Location", "Content-Length", "WWW-Authenticate"])
}
