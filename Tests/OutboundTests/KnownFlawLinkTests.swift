internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Known flaws of others: links in mails")
struct KnownFlawLinkTests {
    private static let method = "zitadel.user.v2.UserService/CreatePasskeyRegistrationLink"

    /// CVE-2025-64101, GHSA-93m4-mfpg-c3xf: forwarded headers decided where the link in a mail led.
    @Test(arguments: [
        ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example;proto=https"),
        ("X-Forwarded-Proto", "https"), ("x-zitadel-instance-host", "evil.example"),
        ("x-zitadel-public-host", "evil.example"), ("X-Original-Host", "evil.example"),
        ("Origin", "https://evil.example"),
        ("Referer", "https://evil.example/"), ("X-Forwarded-Prefix", "/evil"),
    ])
    func `CVE-2025-64101, GHSA-93m4-mfpg-c3xf: nothing of a request decides where a link leads`(
        name: String, value: String
    ) async throws {
        let server = try await TestServer()
        try await server.addHuman("minnie")
        var fields: HTTPFields = [
            "Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json",
        ]
        fields.set(name, value)
        let body: JSONValue = ["userId": "minnie", "sendLink": [:]]
        let response = try await server.send(
            HTTPRequest(.post, "/\(Self.method)", fields: fields, body: body.utf8))
        try #require(response.status == .ok, "\(response.text)")
        let message = try #require(await server.messages().first)
        #expect(message.link.hasPrefix("\(TestServer.issuer)/ui/v2/login/passkey/set?"))
        #expect(!"\(message)".contains("evil"))
    }

    /// CVE-2026-29192 and its like: a template must not smuggle a script into a mail.
    @Test(arguments: ["javascript:alert('{{.Code}}')", "data:text/html,{{.Code}}", "//evil.example/{{.Code}}"])
    func `CVE-2026-29192, CVE-2026-29191: a template that makes no link, or a script, is refused`(
        template: String
    ) async throws {
        let server = try await TestServer()
        try await server.addHuman("minnie")
        let response = try await server.tryCall(
            Self.method, ["userId": "minnie", "sendLink": ["urlTemplate": .string(template)]])
        #expect(try response.errorID == "DOMAIN-ieYa7")
        #expect(await server.messages() == [])
    }
}
