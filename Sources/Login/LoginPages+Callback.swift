internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension LoginPages {
    /// Where identity providers send browsers back, whoever has sent them there: a client of the API, or our pages.
    var providerCallbackRoute: Route {
        Route(.get, Federation.callbackPattern, "idp-callback") { request in await finish(request) }
    }

    private func finish(_ request: HTTPRequest) async -> HTTPResponse {
        let browser = Browser(of: request, parts.seals, isSecure: parts.isSecure)
        // A query that cannot be read, or says something twice (RFC 6749 §3.1), is no answer to anything.
        let query = (try? Form(query: request.query)).flatMap { $0.duplicates.isEmpty ? $0 : nil } ?? Form()
        let provider = IdentityProvider.ID(request.parameters[Federation.callbackParameter] ?? "")
        do throws(DomainError) {
            let location = try await parts.intents.finish(ProviderAnswer(query, of: provider), from: browser.id)
            return .redirect(.found, to: location).withPageProtection(formTarget: nil)
        } catch {
            parts.log.info("answer of an identity provider refused", ["errorId": .string(error.id)])
            let now = parts.clock.now()
            let visit = Visit(
                request, query: query, browser: browser, flow: Flow(startedAt: now), parts: parts, now: now)
            return await respond(.view(visit.failure(error)), visit)
        }
    }
}

extension ProviderAnswer {
    fileprivate init(_ query: Form, of provider: IdentityProvider.ID) {
        self.init(
            of: provider, state: query["state"] ?? "", code: query["code"].map { Secret($0) },
            error: query["error"].map { ($0, query["error_description"]) }, issuer: query["iss"])
    }
}
