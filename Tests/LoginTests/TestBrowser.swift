internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// A browser without scripts: it keeps cookies, follows redirects within the pages, and fills in forms.
final class TestBrowser {
    let server: TestServer
    private(set) var cookies: [String: String] = [:]
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

    @discardableResult
    func post(_ path: String, _ pairs: [(String, String)], following: Bool = true) async throws -> TestResponse {
        var fields = fields
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

    private var fields: HTTPFields {
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
        for field in response.fields.values("Set-Cookie") {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
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
