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

    /// The words of the page on which somebody without scripts sends an answer to the application.
    package func postWords(
        for request: HTTPRequest
    ) -> (language: String, title: String, lead: String, button: String) {
        let language = asked(request).spokenLanguage ?? Language(acceptedBy: request) ?? .english
        let words = language.words(OwnWords())
        return (language.rawValue, words.postTitle, words.postLead, words.next)
    }

    /// A step in the language that the application asks for.
    private func asked(_ request: HTTPRequest) -> Flow {
        // A query that cannot be read asks for no language.
        let query = (try? Form(query: request.query)) ?? Form()
        var flow = Flow(startedAt: parts.clock.now())
        let asked = (query["ui_locales"] ?? "").prefix(1024).split(separator: " ").map(String.init)
        flow.askedLanguage = Language(firstOf: asked)
        return flow
    }

    /// - Parameter reason: in English, for those who run the application.
    package func page(
        _ purpose: Purpose, _ status: HTTPStatus, reason: String, for request: HTTPRequest
    ) async -> HTTPResponse {
        let flow = asked(request)
        // Nothing on the page leads on, so no browser is known by it.
        var visit = Visit(
            request, query: Form(), browser: Browser(id: ""), flow: flow, parts: parts, now: flow.startedAt)
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
