internal import HTTP
internal import Model

extension Visit {
    /// For a form or a link that was not made for this browser, or is too old: nothing was done.
    var stale: View {
        View(
            words.staleTitle, lead: words.staleText, status: .forbidden,
            "<p><a class=\"primary\" href=\"\(SafeURL(path: "/ui/v2/login/login"))\">\(words.startAgain)</a></p>")
    }

    func failure(_ error: DomainError) -> View {
        let text = words.notice(Notice(error))
        let status: HTTPStatus =
            switch error.kind {
            case .notFound: .notFound
            case .permissionDenied, .unauthenticated: .forbidden
            case .unavailable, .resourceExhausted, .deadlineExceeded: .serviceUnavailable
            case .internal, .unknown, .dataLoss: .internalServerError
            default: .badRequest
            }
        let reference: HTML? =
            error.id.isEmpty ? nil : "<p class=\"reference\">\(words.reference) <code>\(error.id)</code></p>"
        return View(
            words.failureTitle, status: status,
            """
            <div class="notice alert" role="alert"><p><strong>\(text.what)</strong></p><p>\(text.next)</p></div>
            \(reference)
            <p><a class="primary" href="\(SafeURL(path: "/ui/v2/login/login"))">\(words.startAgain)</a></p>
            """)
    }
}
