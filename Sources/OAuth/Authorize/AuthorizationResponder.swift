internal import Domain
internal import HTTP
package import Model
internal import Platform

/// Turns the outcome of a sign-in into the response to its application.
package struct AuthorizationResponder: Sendable {
    /// A browser takes a response to the page that posts it at once.
    private static let postLifetime = Duration.seconds(60)

    let issuer: TokenIssuer
    let clients: Clients
    let sealer: TokenSealer
    let clock: WallClock

    /// - Returns: the URL to send the browser to. It carries a code or a token: nobody else may see it.
    package func location(of outcome: AuthorizationOutcome) async throws(DomainError) -> String {
        let response = try await response(to: outcome)
        if let location = response.location { return location }
        let text = Form(
            [
                (name: "", value: response.redirectURI),
                (name: "", value: "\((clock.now() + Self.postLifetime).milliseconds)"),
            ]
                + response.members.pairs
        ).encoded
        return "\(issuer.claims.issuer)\(Endpoint.formPost)?response=\(sealer.seal(authorizationResponse: text))"
    }

    /// The page to which ``location(of:)`` sends the browser when the application wants a form to be posted.
    func formPost(_ request: HTTPRequest) async -> HTTPResponse {
        guard let form = posted(request), let expiry = Int64(form.pairs[1].value),
            clock.now() < Timestamp(milliseconds: expiry)
        else { return RefusalPage(status: .badRequest, text: "This page was opened too late.").http }
        return FormPostPage(
            AuthorizationResponse(
                redirectURI: form.pairs[0].value, mode: .formPost, members: Form(Array(form.pairs.dropFirst(2))))
        ).http
    }

    /// What ``location(of:)`` sealed: URI and expiry, then the members.
    private func posted(_ request: HTTPRequest) -> Form? {
        // Why it cannot be read does not matter.
        guard let sealed = (try? Form(query: request.query))?["response"],
            let text = sealer.openAuthorizationResponse(sealed)
        else { return nil }
        // We wrote it.
        let form = try? Form(parsing: text.utf8)
        return form.flatMap { $0.pairs.count > 2 ? $0 : nil }
    }

    private func response(to outcome: AuthorizationOutcome) async throws(DomainError) -> AuthorizationResponse {
        let parameters = outcome.request.parameters
        switch outcome.answer {
        case .refused(let refusal):
            return AuthorizationResponse(
                refusal, redirectURI: parameters.redirectURI, mode: parameters.responseMode, state: parameters.state,
                issuer: issuer.claims.issuer)
        case .granted(let signIn):
            return AuthorizationResponse(
                redirectURI: parameters.redirectURI, mode: parameters.responseMode,
                members: try await members(outcome.request, signIn), state: parameters.state,
                issuer: issuer.claims.issuer)
        }
    }

    private func members(
        _ request: AuthRequest, _ signIn: SignIn
    ) async throws(DomainError) -> [(String, String?)] {
        guard request.parameters.responseType != .code else { return [("code", sealer.seal(codeOf: request.id))] }
        guard let parties = try await clients.parties(of: request, signIn) else { throw .unknownAuthRequest }
        let reply = try await issuer.implicit(request, signIn, parties.client, parties.subject)
        return reply.members.map { ($0.name, $0.value.stringValue ?? $0.value.text) }
    }
}
