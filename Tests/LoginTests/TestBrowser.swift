internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// A browser without scripts: it keeps cookies, follows redirects within the pages, and fills in forms.
final class TestBrowser {
    let server: TestServer
    private(set) var cookies: [String: String] = [:]
    /// Those that come along when another site posts a form (RFC 6265bis §5.6.7).
    private var unrestrictedCookies: Set<String> = []
    var keepsCookies = true
    private(set) var page: TestResponse?
    /// Of the page that is shown.
    private(set) var address = ""
    var language = "en"

    init(_ server: TestServer) {
        self.server = server
    }

    /// The text of the page that is shown.
    var text: String { page?.text ?? "" }
    var title: String { text.between("<h1 id=\"title\">", "</h1>") ?? "" }
    var path: String { String(address.prefix { $0 != "?" }) }

    @discardableResult
    func open(_ target: String, following: Bool = true) async throws -> TestResponse {
        try await send(HTTPRequest(.get, target, fields: fields), following)
    }

    /// Fills in the form and sends it.
    /// - Parameter values: in place of what the form has; more than it has are sent too.
    @discardableResult
    func submit(
        _ id: String = "form", _ values: [(String, String)] = [], following: Bool = true
    ) async throws -> TestResponse {
        let form = try #require(forms.first { $0.id == id }, "no form \(id) on \(address):\n\(text)")
        var pairs = form.fields.filter { field in !values.contains { $0.0 == field.0 } }
        pairs += values
        return try await post(form.action, pairs, following: following)
    }

    /// - Parameter isForeign: whether the form stands on a page of another site.
    @discardableResult
    func post(
        _ path: String, _ pairs: [(String, String)], following: Bool = true, isForeign: Bool = false
    ) async throws -> TestResponse {
        var fields = fields(isForeign ? cookies.filter { unrestrictedCookies.contains($0.key) } : cookies)
        fields.set("Content-Type", "application/x-www-form-urlencoded")
        let body = Array(Form(pairs.map { (name: $0.0, value: $0.1) }).encoded.utf8)
        return try await send(HTTPRequest(.post, path, fields: fields, body: body), following)
    }

    /// Follows a link by its text.
    func follow(_ words: String) async throws {
        let found = text.components("<a ").first { $0.contains(">\(words)</a>") }
        let link = try #require(found?.between("href=\"", "\""), "no link \(words) on \(address):\n\(text)")
        try await open(link.unescaped)
    }

    /// Goes where an application sends people, and from there to the pages.
    /// - Parameter waiting: how long it takes from there to here.
    func authorize(_ parameters: [(String, String)], waiting: Duration = .zero) async throws {
        try await open(try await begin(parameters, waiting: waiting))
    }

    /// Goes where an application sends people.
    /// - Returns: the page to which the browser is sent.
    func begin(_ parameters: [(String, String)], waiting: Duration = .zero) async throws -> String {
        let query = Form(parameters.map { (name: $0.0, value: $0.1) }).encoded
        let answer = try await open("/oauth/v2/authorize?\(query)", following: false)
        let page = try #require(answer.fields["Location"], "\(answer.text)")
        server.clock.advance(by: waiting)
        return String(page.trimmingPrefix(server.issuer))
    }

    private var fields: HTTPFields { fields(cookies) }

    private func fields(_ cookies: [String: String]) -> HTTPFields {
        var fields: HTTPFields = ["Accept-Language": language, "User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"]
        if !cookies.isEmpty {
            fields.set("Cookie", cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))
        }
        return fields
    }

    private func send(_ request: HTTPRequest, _ following: Bool) async throws -> TestResponse {
        var response = try await server.send(request)
        keepCookies(of: response)
        address = request.path + (request.query.map { "?\($0)" } ?? "")
        var hops = 0
        while following, response.status == .seeOther || response.status == .found,
            let location = response.fields["Location"], location.hasPrefix("/ui/")
        {
            hops += 1
            try #require(hops < 8, "redirected in a circle: \(location)")
            response = try await server.send(HTTPRequest(.get, location, fields: fields))
            keepCookies(of: response)
            address = location
        }
        page = response
        return response
    }

    private func keepCookies(of response: TestResponse) {
        guard keepsCookies else { return }
        for field in response.fields.values("Set-Cookie") {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { continue }
            cookies[pair[0]] = pair[1]
            if field.contains("; SameSite=None") { unrestrictedCookies.insert(pair[0]) }
        }
    }

    /// The names of the fields that are said to be wrong (WCAG 2.2 §3.3.1), each with the sentence that says why.
    var refusedFields: [String] {
        text.components("<input ").dropFirst().compactMap { input in
            let tag = input.between("", ">") ?? ""
            let isRefused = tag.contains("aria-invalid=\"true\"")
            guard isRefused, tag.between("aria-describedby=\"", "\"")?.contains("notice") == true else { return nil }
            return tag.between("name=\"", "\"")
        }
    }

    func set(cookie name: String, to value: String?) { cookies[name] = value }

    struct TestForm {
        let id: String
        let action: String
        let fields: [(String, String)]
    }

    var forms: [TestForm] {
        text.components("<form ").dropFirst().map { part in
            let body = part.between("", "</form>") ?? part
            let fields = body.components("<input ").dropFirst().compactMap { input -> (String, String)? in
                let tag = input.between("", ">") ?? ""
                guard let name = tag.between(" name=\"", "\"") ?? tag.between("name=\"", "\"") else { return nil }
                return (name, (tag.between("value=\"", "\"") ?? "").unescaped)
            }
            return TestForm(
                id: body.between("id=\"", "\"") ?? "", action: (body.between("action=\"", "\"") ?? "").unescaped,
                fields: fields)
        }
    }
}

extension String {
    /// What stands between two texts, the first time.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = start.isEmpty ? startIndex..<startIndex : firstRange(of: start),
            let to = self[from.upperBound...].firstRange(of: end)
        else { return nil }
        return String(self[from.upperBound..<to.lowerBound])
    }

    func components(_ separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    /// Markup's text.
    var unescaped: String {
        replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<")
            .replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }
}
