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
    let log: Log

    /// - Returns: the URL to send the browser to. It carries a code or a token, or leads to one: nobody else may see it.
    package func location(of outcome: AuthorizationOutcome) async throws(DomainError) -> String {
        let request = outcome.request
        if request.parameters.responseMode != .formPost,
            let location = try await response(to: request, outcome.answer).location
        {
            return location
        }
        // The response may be longer than an address can be: the page makes it, of what the store has of the request.
        let reference = sealer.seal(responseTo: request.id, until: clock.now() + Self.postLifetime)
        return "\(issuer.claims.issuer)\(Endpoint.formPost)?response=\(reference)"
    }

    /// The page to which ``location(of:)`` sends the browser when the application wants a form to be posted. It is shown
    /// once: what it holds is worth nothing to whoever finds its address later.
    func formPost(_ request: HTTPRequest) async -> HTTPResponse {
        do throws(Refusal) {
            return try await page(for: request).http(refuse.postWords(request))
        } catch {
            return await refuse(error, request)
        }
    }

    private func page(for request: HTTPRequest) async throws(Refusal) -> FormPostPage {
        // Why it cannot be read does not matter.
        guard let reference = (try? Form(query: request.query))?["response"],
            let (id, expiry) = sealer.openResponse(reference)
        else { throw Refusal(.signIn, .badRequest, "The address of this page is not complete.") }
        guard clock.now() < expiry else { throw .tooLate }
        let response: AuthorizationResponse
        let isFirst: Bool
        do throws(DomainError) {
            guard let (request, answer) = try await authRequests.answered(id) else { throw .unknownAuthRequest }
            // Made before it is noted as taken away: what fails can be tried again.
            response = try await self.response(to: request, answer)
            isFirst = try await authRequests.take(responseOf: reference, until: expiry)
        } catch {
            guard ![.unknownAuthRequest, .changedApplication].contains(error) else { throw .tooLate }
            log.error("authorization response failed", ["errorId": .string(error.id)])
            throw Refusal(.signIn, .serviceUnavailable, "The service cannot answer now. Try again in a moment.")
        }
        guard isFirst else { throw Refusal(.signIn, .badRequest, "This page was opened before.") }
        return FormPostPage(response)
    }

    private func response(
        to request: AuthRequest, _ answer: AuthorizationOutcome.Answer
    ) async throws(DomainError) -> AuthorizationResponse {
        switch answer {
        case .refused(let refusal): return response(to: request, refusal)
        case .granted(let signIn):
            let members: [(String, String?)]
            do throws(DomainError) {
                members = try await self.members(request, signIn)
            } catch {
                guard error == .accessTokenTooLong else { throw error }
                return response(to: request, AuthorizationRefusal(error))
            }
            let parameters = request.parameters
            return AuthorizationResponse(
                redirectURI: parameters.redirectURI, mode: parameters.responseMode, members: members,
                state: parameters.state, issuer: issuer.claims.issuer)
        }
    }

    private func response(to request: AuthRequest, _ refusal: AuthorizationRefusal) -> AuthorizationResponse {
        let parameters = request.parameters
        return AuthorizationResponse(
            refusal, redirectURI: parameters.redirectURI, mode: parameters.responseMode, state: parameters.state,
            issuer: issuer.claims.issuer)
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

extension Refusal {
    /// Also when the request, its application or the person is gone by now.
    fileprivate static let tooLate = Refusal(.signIn, .badRequest, "This page was opened too late.")
}
