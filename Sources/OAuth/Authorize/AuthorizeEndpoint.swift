internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2): checks what an application asks for, keeps it,
/// and sends the browser to the login pages.
///
/// Until client and redirect URI are known to belong together, a refusal is a page; afterwards the application is told.
struct AuthorizeEndpoint: Sendable {
    /// The longest request that is kept.
    private static let greatestLength = 16 * 1024

    let authRequests: AuthRequests
    let clients: Clients
    let idTokens: IssuedIDTokens
    let claims: ClaimsSource
    let findBrowser: RequestingBrowser.Finder
    let refuse: Refusal.Renderer
    let log: Log

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        do throws(RefusedAuthorization) {
            return try await accepted(request)
        } catch {
            log.info("authorization request refused", ["error": .string(error.reason)])
            switch error {
            case .page(let status, let text): return await refuse(Refusal(.signIn, status, text), request)
            case .response(let response, _): return response.http(refuse.postWords(request))
            }
        }
    }

    private func accepted(_ request: HTTPRequest) async throws(RefusedAuthorization) -> HTTPResponse {
        let form = try form(request)
        let (client, configuration) = try await client(form)
        let redirectURI = try redirectURI(form, configuration)
        let reader = AuthorizeForm(form: form, configuration: configuration)
        do throws(AuthorizationRefusal) {
            var parameters = try reader.parameters(redirectURI: redirectURI)
            parameters.scopes = try await allowed(parameters.scopes, client)
            // With the response type `id_token` there is no access token.
            guard parameters.responseType == .idToken || claims.areCarriable(parameters.scopes, for: client) else {
                throw AuthorizationRefusal(.invalidScope, ScopeRefusal.tooMany.description)
            }
            if let hinted = try await hint(form, parameters.prompts) {
                guard parameters.requiredUserID ?? hinted == hinted else {
                    throw AuthorizationRefusal.invalid("The id_token_hint and the claims ask for different users")
                }
                parameters.hintUserID = hinted
            }
            let browser = findBrowser(request)
            let kept = try await begin(parameters, client, browser.key, try loginClient(request))
            var response = HTTPResponse.redirect(to: loginPage(for: kept, configuration))
                .with("Referrer-Policy", "no-referrer").withoutCaching
            response.set(browser.cookie)
            return response
        } catch {
            throw .response(
                AuthorizationResponse(
                    error, redirectURI: redirectURI, mode: reader.responseMode, state: form["state"],
                    issuer: claims.issuer),
                reason: "\(error.code.rawValue): \(error.description)")
        }
    }

    /// GET with a query or POST with a form (OpenID Connect Core §3.1.2.1), with the parameters that have a value.
    private func form(_ request: HTTPRequest) throws(RefusedAuthorization) -> Form {
        let isPost = request.method == .post
        guard !isPost || request.hasMediaType("application/x-www-form-urlencoded") else {
            throw .page(.badRequest, "The request must be a form.")
        }
        let bytes = isPost ? request.body : Array((request.query ?? "").utf8)
        guard bytes.count <= Self.greatestLength else { throw .page(.badRequest, "The request is too long.") }
        let form: Form
        do throws(FormError) {
            form = try Form(parsing: bytes).withoutEmptyValues
        } catch {
            throw .page(.badRequest, "The request cannot be read.")
        }
        // A repeated parameter is told to the application, unless it is one that says who and where that is.
        guard Set(form.duplicates).isDisjoint(with: ["client_id", "redirect_uri", "state", "response_mode"]) else {
            throw .page(.badRequest, "A parameter of the request is repeated.")
        }
        return form
    }

    private func client(_ form: Form) async throws(RefusedAuthorization) -> (Client, OIDCConfiguration) {
        guard let clientID = form["client_id"] else {
            throw .page(.badRequest, "The request does not say which application it is from: client_id is missing.")
        }
        do throws(DomainError) {
            if let client = try await clients.application(clientID),
                case .oidc(let configuration) = client.configuration
            {
                return (client, configuration)
            }
        } catch {
            throw .page(.serviceUnavailable, "The service cannot answer now. Try again in a moment.")
        }
        throw .page(.badRequest, "The application that sent you here is not known, or it is not active.")
    }

    private func redirectURI(
        _ form: Form, _ configuration: OIDCConfiguration
    ) throws(RefusedAuthorization) -> String {
        guard let uri = form["redirect_uri"] else {
            throw .page(.badRequest, "The application did not say where to return to: redirect_uri is missing.")
        }
        if let refusal = RedirectURIs(configuration: configuration).refusal(of: uri) {
            throw .page(.badRequest, refusal)
        }
        return uri
    }

    private func allowed(_ scopes: ScopeSet, _ client: Client) async throws(AuthorizationRefusal) -> ScopeSet {
        let allowed: ScopeSet?
        do throws(DomainError) { allowed = try await clients.allowed(scopes, for: client) } catch {
            throw AuthorizationRefusal(error)
        }
        guard let allowed else {
            throw AuthorizationRefusal(.invalidScope, ScopeRefusal.unknownOrganization.description)
        }
        return allowed
    }

    /// Who may answer the request besides those with the permission.
    private func loginClient(_ request: HTTPRequest) throws(AuthorizationRefusal) -> User.ID? {
        guard let id = request.fields["x-zitadel-login-client"] else { return nil }
        guard (1...200).contains(id.utf8.count) else { throw .invalid("The login client is no identifier of a user") }
        return User.ID(id)
    }

    /// Whom the application means. A hint that is older than the keys says nothing: the person signs in as without one,
    /// and whom nobody can ask might be somebody else (OpenID Connect Core §3.1.2.1).
    private func hint(
        _ form: Form, _ prompts: [AuthParameters.Prompt]
    ) async throws(AuthorizationRefusal) -> User.ID? {
        guard let text = form["id_token_hint"] else { return nil }
        let hint: IssuedIDTokens.Hint
        do throws(DomainError) { hint = try await idTokens.hint(text) } catch { throw AuthorizationRefusal(error) }
        switch hint {
        case .idToken(let contents): return contents.subject
        case .unverifiable where prompts.contains(.none):
            throw AuthorizationRefusal(.loginRequired, "The id_token_hint is too old to say who is meant")
        case .unverifiable: return nil
        case .foreign: throw .invalid("The id_token_hint is no ID token of this server")
        }
    }

    private func begin(
        _ parameters: AuthParameters, _ client: Client, _ browser: BrowserKey, _ loginClient: User.ID?
    ) async throws(AuthorizationRefusal) -> AuthRequest {
        do throws(DomainError) {
            return try await authRequests.begin(parameters, of: client, in: browser, loginClient: loginClient)
        } catch {
            throw AuthorizationRefusal(error)
        }
    }

    private func loginPage(for request: AuthRequest, _ configuration: OIDCConfiguration) -> String {
        var base = "\(claims.issuer)/ui/v2/login"
        if case .v2(let own)? = configuration.loginVersion, !own.isEmpty {
            base = own.hasSuffix("/") ? String(own.dropLast()) : own
        }
        return "\(base)/login?authRequest=\(FormCoding.encode(request.id.rawValue))"
    }
}

/// Why an authorization request goes no further, and who is told.
private enum RefusedAuthorization: Error {
    case page(HTTPStatus, String)
    case response(AuthorizationResponse, reason: String)

    var reason: String {
        switch self {
        case .page(_, let text): text
        case .response(_, let reason): reason
        }
    }
}

extension AuthorizationRefusal {
    init(_ error: DomainError) {
        guard error != .accessTokenTooLong else {
            self.init(.invalidScope, ScopeRefusal.tooMany.description)
            return
        }
        self.init(error.isTemporary ? .temporarilyUnavailable : .serverError)
    }
}
