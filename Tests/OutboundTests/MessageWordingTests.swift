internal import Domain
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("The words of messages")
struct MessageWordingTests {
    private static func mail(_ outbox: Outbox, _ notice: Notice) async throws -> JSONValue {
        let server = try await MailServer()
        try await outbox.post(notice)
        _ = await (try outbox.courier(to: server)).deliver(.email)
        return try #require(try server.mails.first)
    }

    private static func subject(_ mail: JSONValue) -> String? {
        mail["headers"]?.arrayValue?.first { $0[0] == "Subject" }?[1]?.stringValue
    }

    private static func link(_ mail: JSONValue) throws -> String {
        let text = try #require(mail["text"]?.stringValue)
        return try #require(text.firstMatch(of: #/\S+:\/\/\S+/#).map { String($0.0) })
    }

    @Test(
        arguments: [
            (
                Notice.verifyEmail(.test("ABC123"), nil), "Confirm your e-mail address",
                "https://id.example.com/ui/v2/login/verify?code=ABC123&proof=p-_0&userId=minnie&organization=acme"
            ),
            (
                .resetPassword(.test("ABC123"), nil, channel: .email), "Set a new password",
                "https://id.example.com/ui/v2/login/password/set?code=ABC123&proof=p-_0&userId=minnie&organization=acme"
            ),
            (
                .registerPasskey(.test("aBcDeFgHiJkL", id: "77"), nil), "Add a passkey",
                "https://id.example.com/ui/v2/login/passkey/set?code=aBcDeFgHiJkL&proof=p-_0&userId=minnie&organization=acme&codeId=77"
            ),
            (
                .invitation(.test("ABC123"), nil, application: "Shop"), "You are invited to Shop",
                "https://id.example.com/ui/v2/login/verify?code=ABC123&proof=p-_0&userId=minnie&organization=acme&invite=true"
            ),
            (
                .otpEmail(code: "48151623", nil, session: "s 1"), "Your code to sign in",
                "https://id.example.com/ui/v2/login/otp/email?code=48151623&userId=minnie&sessionId=s%201"
            ),
        ] as [(Notice, String, String)])
    func `each notice has its subject and its link`(notice: Notice, subject: String, link: String) async throws {
        let mail = try await Self.mail(Outbox(), notice)
        #expect(Self.subject(mail) == subject)
        #expect(try Self.link(mail) == link)
        let html = try #require(mail["html"]?.stringValue)
        #expect(html.contains("href=\"\(link.replacing("&", with: "&amp;"))\""))
        #expect(mail["text"]?.stringValue?.hasPrefix("Hello Minnie Mouse,\n\n") == true)
        let isShown = notice.kind != .registerPasskey
        #expect(mail["text"]?.stringValue?.contains("Your code: \(notice.code ?? "")") == isShown)
    }

    @Test(arguments: [
        ("de", "Ihr Code zum Anmelden"), ("de-CH", "Ihr Code zum Anmelden"), ("DE", "Ihr Code zum Anmelden"),
        ("en-GB", "Your code to sign in"), ("fr", "Your code to sign in"), ("und", "Your code to sign in"),
        ("", "Your code to sign in"), ("deu", "Your code to sign in"),
    ])
    func `a person is told in their language, or in the instance's`(language: String, subject: String) async throws {
        let mail = try await Self.mail(Outbox(language: language), .otpEmail(code: "48151623", nil, session: "s"))
        #expect(Self.subject(mail) == subject)
        let expected: JSONValue = subject.hasPrefix("Ihr") ? "de" : "en"
        #expect(mail["headers"]?.arrayValue?.first { $0[0] == "Content-Language" }?[1] == expected)
        #expect(mail["html"]?.stringValue?.contains("<html lang=\(expected.text)>") == true)
    }

    @Test func `every notice has words in every language`() async throws {
        for language in ["en", "de"] {
            for notice in [
                Notice.verifyEmail(.test("A1"), nil), .resetPassword(.test("A1"), nil, channel: .email),
                .registerPasskey(.test("A1", id: "1"), nil), .invitation(.test("A1"), nil, application: ""),
                .otpEmail(code: "A1", nil, session: "s"), .passwordChanged,
            ] {
                let mail = try await Self.mail(Outbox(language: language), notice)
                #expect(Self.subject(mail)?.isEmpty == false)
                #expect(mail["text"]?.stringValue?.split(separator: "\n\n").count ?? 0 >= 3)
            }
        }
    }

    @Test(arguments: [
        (Duration.minutes(5), "5 minutes"), (.minutes(1), "1 minute"), (.hours(1), "1 hour"),
        (.minutes(90), "90 minutes"),
        (.hours(24), "24 hours"), (.hours(72), "3 days"),
    ])
    func `the life of a code is told as it is`(life: Duration, words: String) async throws {
        let outbox = try await Outbox()
        let server = try await MailServer()
        try await outbox.post(.verifyEmail(.test("A1"), nil), until: outbox.clock.now + life)
        _ = await (try outbox.courier(to: server)).deliver(.email)
        let text = try #require(try server.mails.first?["text"]?.stringValue)
        #expect(text.contains("It is valid for \(words)."))
    }

    @Test func `a caller's template makes the link, and values cannot change it`() async throws {
        let template = try LinkTemplate(
            "https://shop.example/otp?c={{.Code}}&u={{ .UserID }}&n={{.DisplayName}}#x", allowing: .ofSession)
        let outbox = try await Outbox(givenName: "Min&nie", familyName: "#/?ü")
        let mail = try await Self.mail(outbox, .otpEmail(code: "1 2", template, session: "s"))
        let link = "https://shop.example/otp?c=1%202&u=minnie&n=Min%26nie%20%23%2F%3F%C3%BC#x"
        #expect(try Self.link(mail) == link)
        // It says what the link is made of, wherever it leads.
        let own = try LinkTemplate("https://id.example.com/ui/v2/login/verify?code={{.Code}}", allowing: .ofUser)
        let verification = try await Self.mail(outbox, .verifyEmail(.test("ABC123"), own))
        #expect(try Self.link(verification) == "https://id.example.com/ui/v2/login/verify?code=ABC123")
    }

    @Test(arguments: [
        "{{", "https://a.example/{{.Code", "https://a.example/{{Code}}", "https://a.example/{{.}}",
        "https://a.example/{{.Code.X}}", "https://a.example/{{if .Code}}x{{end}}",
        "https://a.example/{{.Code | print}}",
        "https://a.example/{{/* x */}}", "https://a.example/{{}}", "https://a.example/{{.1Code}}",
    ])
    func `what is no template is refused`(text: String) {
        let error = #expect(throws: DomainError.self) { try LinkTemplate(text, allowing: .ofUser) }
        #expect(error?.id == "DOMAIN-oGh5e")
        #expect(error?.kind == .invalidArgument)
        #expect(error?.message == "URL Template is invalid")
    }

    @Test(arguments: [
        "https://a.example/{{.Unknown}}", "https://a.example/{{.CodeID}}", "https://a.example/{{.code}}", "{{.Code}}",
        "",
        "/relative?c={{.Code}}", "javascript:alert({{.Code}})", "JavaScript:alert({{.Code}})",
        "data:text/html,{{.Code}}",
        "vbscript:{{.Code}}", "file:///{{.Code}}", "https:///{{.Code}}", "https://a.example/ x{{.Code}}",
        "https://a.example/\"{{.Code}}", "https://a.example/<b>{{.Code}}", "https://a.example/\n{{.Code}}",
    ])
    func `what makes no link here is refused`(text: String) {
        let error = #expect(throws: DomainError.self) { try LinkTemplate(text, allowing: .ofUser) }
        #expect(error?.id == "DOMAIN-ieYa7")
    }

    @Test(arguments: [
        "https://a.example/{{.Code}}", "app.example:/verify?c={{.Code}}", "https://a.example/plain",
        "https://{{.OrgID}}.example/",
    ])
    func `usual templates are taken`(text: String) throws {
        #expect(try LinkTemplate(text, allowing: .ofUser).text == text)
    }
}
