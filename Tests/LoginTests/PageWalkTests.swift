internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Login

@Suite("Login pages: every route")
struct PageWalkTests {
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private static let targets = Place.allCases.flatMap { [(HTTPMethod.get, $0.path), (.post, $0.path)] }

    @Test func `every answer says the same to browsers`() async throws {
        let browsers = [fixture.browser(), try await fixture.signedIn()]
        for browser in browsers {
            for (method, path) in Self.targets {
                let answer =
                    method == .get
                    ? try await browser.open(path, following: false)
                    : try await browser.post(path, [], following: false)
                guard answer.status != .notFound && answer.status != .methodNotAllowed else { continue }
                let policy = try #require(answer.fields["Content-Security-Policy"], "\(path)")
                #expect(policy.contains("default-src 'none'"), "\(path)")
                #expect(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "\(path)")
                #expect(!policy.contains("unsafe"), "\(path)")
                #expect(answer.fields["Referrer-Policy"] == "no-referrer", "\(path)")
                #expect(answer.fields["X-Frame-Options"] == "DENY", "\(path)")
                #expect(answer.fields["X-Content-Type-Options"] == "nosniff", "\(path)")
                #expect(answer.fields["Cache-Control"] == "no-store", "\(path)")
                #expect(answer.status.code < 500, "\(path)")
            }
        }
    }

    @Test func `every page is whole, and nothing on it comes from elsewhere`() async throws {
        for language in ["en", "de"] {
            let browser = try await fixture.signedIn()
            browser.language = language
            for place in Place.allCases {
                try await browser.open(place.path)
                guard browser.page?.status == .ok, browser.page?.fields["Content-Type"]?.contains("html") == true else {
                    continue
                }
                let text = browser.text
                #expect(text.hasPrefix("<!doctype html>\n<html lang=\"\(language)\">"), "\(place)")
                #expect(text.contains("<title>") && !browser.title.isEmpty, "\(place)")
                #expect(text.components("<h1").count == 2, "\(place)")
                #expect(!text.contains("style=") && !text.contains("<style"), "\(place)")
                #expect(!text.contains("src=\"http") && !text.contains("url("), "\(place)")
                for input in text.components("<input ").dropFirst() {
                    let tag = input.between("", ">") ?? ""
                    if tag.contains("type=\"hidden\"") || tag.contains("aria-hidden") { continue }
                    let id = tag.between("id=\"", "\"") ?? "?"
                    #expect(text.contains("<label for=\"\(id)\""), "\(place) \(id)")
                    #expect(tag.contains("autocomplete="), "\(place) \(id)")
                }
            }
        }
    }

    @Test func `the files of the pages are ours and can be kept`() async throws {
        let text = try await fixture.browser().open("/ui/v2/login/loginname").text
        let files = text.components("href=\"").dropFirst().compactMap { $0.between("", "\"")?.unescaped }
            .filter { $0.contains("/assets/") }
        #expect(files.count == 3)
        for file in files {
            let answer = try await fixture.server.get(file)
            #expect(answer.status == .ok)
            #expect(answer.fields["Cache-Control"]?.hasPrefix("public") == true)
            #expect(answer.fields["X-Content-Type-Options"] == "nosniff")
        }
    }

    @Test(arguments: [
        ("/ui/login", "/ui/v2/login/login"),
        ("/ui/login/login?authRequestID=a%26b", "/ui/v2/login/login?authRequest=a%26b"),
        ("/ui/login/device?user_code=ABCD-EFGH", "/ui/v2/login/device?user_code=ABCD-EFGH"),
        ("/ui/login/register", "/ui/v2/login/register"), ("/ui/v2/login", "/ui/v2/login/login"),
        (
            "/ui/login/password/init?authRequestID=&code=AB%26C&orgID=2&userID=1",
            "/ui/v2/login/password/set?code=AB%26C&organization=2&userId=1"
        ),
        ("/ui/login/user/init?userID=1&code=ABC", "/ui/v2/login/password/set?userId=1&code=ABC"),
        ("/ui/login/mail/verification?userID=1&code=ABC", "/ui/v2/login/verify?userId=1&code=ABC"),
        ("/ui/login/user/invite?userID=1&code=ABC", "/ui/v2/login/verify?userId=1&code=ABC&invite=true"),
        (
            "/ui/login/login/passwordless/init?userID=1&orgID=2&codeID=3&code=ABC",
            "/ui/v2/login/passkey/set?userId=1&organization=2&codeId=3&code=ABC"
        ),
    ])
    func `an older address leads to the page`(old: String, new: String) async throws {
        let answer = try await fixture.server.get(old)
        #expect(answer.status == .found)
        #expect(answer.fields["Location"] == new)
    }

    @Test(arguments: [
        ("/ui/v2/login/nowhere", HTTPMethod.get, HTTPStatus.notFound), ("/ui/login/a/b", .get, .notFound),
        ("/ui/nothing", .get, .notFound), ("/ui/v2/login/consents/%3Cb%3E", .get, .notFound),
        ("/ui/v2/login/signedin/done", .post, .notFound), ("/ui/v2/login/login", .delete, .methodNotAllowed),
    ])
    func `where there is no page, a page says so`(path: String, method: HTTPMethod, status: HTTPStatus) async throws {
        for (language, title) in [("en", "There is no such page"), ("de", "Diese Seite gibt es nicht")] {
            let answer = try await fixture.server.send(
                HTTPRequest(method, path, fields: ["Accept-Language": language]))
            #expect(answer.status == status)
            #expect(answer.fields["Content-Type"] == "text/html; charset=utf-8")
            #expect(answer.text.contains("<html lang=\"\(language)\">"))
            #expect(answer.text.contains("<h1 id=\"title\">\(title)</h1>"))
            #expect(answer.fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(answer.fields["Set-Cookie"] == nil)
            #expect((answer.fields["Allow"] != nil) == (status == .methodNotAllowed))
        }
    }

    @Test(arguments: [
        ("de", "de"), ("de-CH,fr;q=0.9", "de"), ("fr, en;q=0.5, de;q=0.7", "de"), ("fr", "en"), ("de;q=0, en", "en"),
        ("", "en"), ("*", "en"), ("de;q=x", "de"),
    ])
    func `RFC 9110 §12.5.4: the pages speak what the browser asks for`(accepted: String, language: String) async throws
    {
        let browser = fixture.browser()
        browser.language = accepted
        try await browser.open("/ui/v2/login/loginname")
        #expect(browser.text.contains("<html lang=\"\(language)\">"))
    }

    @Test func `the choice of a language stays`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.follow("Deutsch")
        #expect(browser.title == "Anmelden")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.title == "Passwort eingeben")
    }
}
