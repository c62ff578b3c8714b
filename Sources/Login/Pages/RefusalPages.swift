internal import Domain
package import HTTP
internal import Model
internal import Platform

/// Pages outside of every step, for people whom an application has sent with a request that cannot be answered, and who
/// cannot be sent back. They look like all others and speak the same languages.
package struct RefusalPages: Sendable {
    package enum Purpose: Sendable {
        case signIn, signOut
    }

    private let parts: LoginPages.Parts

    package init(_ parts: LoginPages.Parts) {
        self.parts = parts
    }

    /// - Parameter reason: in English, for those who run the application.
    package func page(
        _ purpose: Purpose, _ status: HTTPStatus, reason: String, for request: HTTPRequest
    ) async -> HTTPResponse {
        // A query that cannot be read asks for no language.
        let query = (try? Form(query: request.query)) ?? Form()
        let now = parts.clock.now()
        var flow = Flow(startedAt: now)
        let asked = (query["ui_locales"] ?? "").prefix(1024).split(separator: " ").map(String.init)
        flow.askedLanguage = Language(firstOf: asked)
        // Nothing on the page leads on, so no browser is known by it.
        var visit = Visit(request, query: query, browser: Browser(id: ""), flow: flow, parts: parts, now: now)
        await visit.readOwnWords()
        let look = await Look(of: nil, parts)
        let view = visit.refusal(purpose, status, reason: reason)
        return HTTPResponse.html(status, visit.document(view, look).text).withPageProtection(formTarget: nil)
    }
}

extension Visit {
    fileprivate func refusal(_ purpose: RefusalPages.Purpose, _ status: HTTPStatus, reason: String) -> View {
        let isOurs = status.code >= 500
        let unavailable = words.notice(.unavailable)
        var view = View(
            purpose == .signIn ? words.refusedSignInTitle : words.refusedSignOutTitle,
            lead: isOurs ? "\(unavailable.what) \(unavailable.next)" : words.refusedLead, status: status,
            isOurs
                ? ""
                : """
                <p>\(words.refusedAdvice)</p>
                <p class="detail" lang="en">\(reason)</p>
                """)
        view.offersLanguages = false
        return view
    }
}
