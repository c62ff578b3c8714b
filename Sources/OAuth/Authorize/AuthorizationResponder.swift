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
    let authRequests: AuthRequests
    let sealer: TokenSealer
    let refuse: Refusal.Renderer
    let clock: WallClock

    /// - Returns: the URL to send the browser to. It carries a code or a token: nobody else may see it.
    package func location(of outcome: AuthorizationOutcome) async throws(DomainError) -> String {
        let response = try await response(to: outcome)
        if let location = response.location { return location }
        // What the application said itself is kept with its request: it may be too long for an address.
        let own = response.members.pairs.filter { !["state", "iss"].contains($0.name) }
        let sealed = Form(
            [
                (name: "", value: outcome.request.id.rawValue),
                (name: "", value: "\((clock.now() + Self.postLifetime).milliseconds)"),
            ] + own
        ).encoded
        return "\(issuer.claims.issuer)\(Endpoint.formPost)?response=\(sealer.seal(authorizationResponse: sealed))"
    }

    /// The page to which ``location(of:)`` sends the browser when the application wants a form to be posted. It is shown
    /// once: what it holds is worth nothing to whoever finds its address later.
    func formPost(_ request: HTTPRequest) async -> HTTPResponse {
        do throws(Refusal) {
            return try await page(for: request).http
        } catch {
            return await refuse(error, request)
        }
    }

    private func page(for request: HTTPRequest) async throws(Refusal) -> FormPostPage {
        guard let posted = posted(request) else {
            throw Refusal(.signIn, .badRequest, "The address of this page is not complete.")
        }
        let isTooLate = Refusal(.signIn, .badRequest, "This page was opened too late.")
        guard clock.now() < posted.expiry else { throw isTooLate }
        let use: ResponseUse
        do throws(DomainError) {
            use = try await authRequests.take(response: posted.sealed, to: posted.id, until: posted.expiry)
        } catch {
            throw Refusal(.signIn, .serviceUnavailable, "The service cannot answer now. Try again in a moment.")
        }
        switch use {
        case .usedBefore: throw Refusal(.signIn, .badRequest, "This page was opened before.")
        case .unknown: throw isTooLate
        case .accepted(let request):
            return FormPostPage(
                AuthorizationResponse(
                    redirectURI: request.parameters.redirectURI, mode: .formPost,
                    members: posted.members.map { ($0.name, $0.value) }, state: request.parameters.state,
                    issuer: issuer.claims.issuer))
        }
    }

    /// What ``location(of:)`` sealed.
    private struct Posted {
        let sealed: String
        let id: AuthRequest.ID
        let expiry: Timestamp
        let members: ArraySlice<(name: String, value: String)>
    }

    private func posted(_ request: HTTPRequest) -> Posted? {
        // Why it cannot be read does not matter.
        guard let sealed = (try? Form(query: request.query))?["response"],
            let text = sealer.openAuthorizationResponse(sealed)
        else { return nil }
        // We wrote it.
        guard let pairs = (try? Form(parsing: text.utf8))?.pairs, pairs.count > 2,
            let milliseconds = Int64(pairs[1].value)
        else { return nil }
        return Posted(
            sealed: sealed, id: AuthRequest.ID(pairs[0].value), expiry: Timestamp(milliseconds: milliseconds),
            members: pairs.dropFirst(2))
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
