internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Logout that an application starts (OpenID Connect RP-Initiated Logout 1.0).
///
/// A valid ID token of a session is proof enough to end that session. Without one anybody could have made the link, so
/// the login pages ask the person (§2, §6), and nothing ends before.
struct EndSessionEndpoint: Sendable {
    private static let loginPages = "/ui/v2/login"

    let idTokens: IssuedIDTokens
    let logouts: Logouts

    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        let parameters = try EndSessionParameters(request)
        let hint = try await hint(parameters)
        let client = try await client(parameters, hint)
        let target = try target(parameters, client, hint)
        let destination: String
        if let hint, let session = hint.sessionID {
            try await ask { () throws(DomainError) in try await logouts.endSession(session, of: hint.subject) }
            destination = target ?? "\(Self.loginPages)/logout/done"
        } else {
            destination = try await question(parameters, client, target)
        }
        return HTTPResponse.redirect(request.method == .post ? .seeOther : .found, to: destination).withoutCaching
    }

    /// An ID token of ours, which may be old. One that is older than the keys counts as none at all: the person is asked.
    private func hint(_ parameters: EndSessionParameters) async throws(OAuthError) -> IssuedIDTokens.Contents? {
        guard let text = parameters.idTokenHint else { return nil }
        switch try await ask({ () throws(DomainError) in try await idTokens.hint(text) }) {
        case .idToken(let hint):
            guard parameters.clientID == nil || parameters.clientID == hint.authorizedParty else {
                throw OAuthError(.invalidRequest, "client_id does not match azp of id_token_hint")
            }
            return hint
        case .unverifiable: return nil
        case .foreign: throw OAuthError(.invalidRequest, "id_token_hint invalid")
        }
    }

    /// Who asks, as far as it says so. A client that was removed since it got the ID token is nobody.
    private func client(
        _ parameters: EndSessionParameters, _ hint: IssuedIDTokens.Contents?
    ) async throws(OAuthError) -> Client? {
        guard let id = parameters.clientID ?? hint?.authorizedParty else { return nil }
        let client = try await ask { () throws(DomainError) in try await logouts.client(id) }
        if client == nil, parameters.clientID != nil {
            throw OAuthError(.invalidRequest, "Errors.App.NotFound", detail: id.logged)
        }
        return client
    }

    /// Where the person goes afterwards: an address that the client has registered, with the state (§3). The address of
    /// nobody is not used, and a wrong one is an error that nobody is sent away with.
    private func target(
        _ parameters: EndSessionParameters, _ client: Client?, _ hint: IssuedIDTokens.Contents?
    ) throws(OAuthError) -> String? {
        guard let uri = parameters.postLogoutRedirectURI, client != nil || hint != nil else { return nil }
        guard case .oidc(let configuration)? = client?.configuration,
            RedirectURIs(configuration: configuration).isPostLogoutURI(uri)
        else {
            throw OAuthError(.invalidRequest, "post_logout_redirect_uri invalid", detail: uri.logged)
        }
        return parameters.state.map { uri.adding(query: "state", $0) } ?? uri
    }

    /// The page that asks the person: that of the application's own login, or ours.
    private func question(
        _ parameters: EndSessionParameters, _ client: Client?, _ target: String?
    ) async throws(OAuthError) -> String {
        let token = try await ask { () throws(DomainError) in
            try await logouts.token(
                for: LogoutRequest(
                    redirectURI: target, clientID: client?.clientID, loginHint: parameters.logoutHint,
                    languages: parameters.uiLocales))
        }
        var page = "\(client?.ownLoginPages ?? Self.loginPages)/logout"
        if let target { page = page.adding(query: "post_logout_redirect", target) }
        if !parameters.logoutHint.isEmpty { page = page.adding(query: "logout_hint", parameters.logoutHint) }
        if !parameters.uiLocales.isEmpty {
            page = page.adding(query: "ui_locales", parameters.uiLocales.joined(separator: " "))
        }
        return page.adding(query: "logout_token", token)
    }

    private func ask<Answer>(
        _ body: () async throws(DomainError) -> Answer
    ) async throws(OAuthError) -> Answer {
        do throws(DomainError) { return try await body() } catch { throw OAuthError(error) }
    }
}

extension String {
    /// The URI with one more parameter in its query.
    fileprivate func adding(query name: String, _ value: String) -> String {
        let end = firstIndex(of: "#") ?? endIndex
        let separator = self[..<end].contains("?") ? "&" : "?"
        return "\(self[..<end])\(separator)\(name)=\(FormCoding.percentEncoded(value))\(self[end...])"
    }
}

extension Client {
    /// The base of the application's own login pages, without a slash at its end; `nil` for ours.
    fileprivate var ownLoginPages: String? {
        guard case .oidc(let configuration) = configuration, case .v2(let base)? = configuration.loginVersion,
            !base.isEmpty
        else { return nil }
        return base.hasSuffix("/") ? String(base.dropLast()) : base
    }
}
