internal import HTTP
internal import Model

/// A page: what it shows, and what becomes of its form. One file each, and a row in ``LoginPages/pages``.
struct Page: Sendable {
    typealias Show = @Sendable (inout Visit) async throws(DomainError) -> Answer
    typealias Submit = @Sendable (inout Visit, Form) async throws(DomainError) -> Answer

    let place: Place
    /// In logs and metrics.
    let name: StaticString
    let show: Show
    /// `nil` for a page without a form.
    let submit: Submit?

    init(_ place: Place, _ name: StaticString, show: @escaping Show, submit: Submit? = nil) {
        self.place = place
        self.name = name
        self.show = show
        self.submit = submit
    }
}

/// What a page answers.
enum Answer: Sendable {
    case view(View)
    /// On to another page, in the state that the visit has now.
    case go(Place)
    /// Away from the pages, to an address that we have made or that an administrator configured.
    case leave(String)
    /// Back to the application with its answer.
    case answer(AuthorizationOutcome)
    /// A text file to keep.
    case file(name: StaticString, text: String)
}

/// The contents of a page.
struct View: Sendable {
    var title: String
    /// A sentence below the title.
    var lead: HTML?
    var body: HTML
    var status = HTTPStatus.ok
    /// Whether the page needs the script for authenticators.
    var hasScript = false
    /// Whether the page can be loaded again in another language.
    var offersLanguages = true

    init(_ title: String, lead: HTML? = nil, status: HTTPStatus = .ok, hasScript: Bool = false, _ body: HTML) {
        self.title = title
        self.lead = lead
        self.body = body
        self.status = status
        self.hasScript = hasScript
    }

    init(_ title: String, lead: String, status: HTTPStatus = .ok, hasScript: Bool = false, _ body: HTML) {
        let sentence: HTML = "\(lead)"
        self.init(title, lead: sentence, status: status, hasScript: hasScript, body)
    }
}
