package import HTTP
internal import Platform

extension LoginPages {
    /// What people see below `/ui/` where there is no page, or none that takes what was sent.
    package func missing(_ status: HTTPStatus, for request: HTTPRequest) async -> HTTPResponse {
        let now = parts.clock.now()
        // Nothing on the page goes on from where somebody was, so no browser is known by it.
        var visit = Visit(
            request, query: Form(), browser: Browser(id: ""), flow: Flow(startedAt: now), parts: parts, now: now)
        await visit.readOwnWords()
        let words = visit.words
        var view = View(
            words.missingTitle, lead: words.missingLead, status: status,
            "<p><a class=\"primary\" href=\"\(SafeURL(path: "/ui/v2/login/login"))\">\(words.startAgain)</a></p>")
        view.offersLanguages = false
        let look = await Look(of: nil, parts)
        return HTTPResponse.html(status, visit.document(view, look).text).withPageProtection(formTarget: nil)
    }
}
