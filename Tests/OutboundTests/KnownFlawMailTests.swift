internal import Domain
internal import Model
internal import Outbound
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Known flaws of others: mails")
struct KnownFlawMailTests {
    /// CVE-2024-41953: markup in a name became markup in the mail.
    @Test(arguments: [
        "<script>alert(1)</script>", "<a href=\"https://evil.example\">click</a>", "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x", "&lt;b&gt;", "<!--", "</body>",
    ])
    func `CVE-2024-41953, Kanidm 1.10.0: markup in names stays text`(name: String) async throws {
        let server = try await MailServer()
        let outbox = try await Outbox(givenName: name, familyName: name)
        try await outbox.post(.invitation(.test("ABC123"), nil, application: name))
        _ = await (try outbox.courier(to: server)).deliver(.email)
        let mail = try #require(try server.mails.first)
        let html = try #require(mail["html"]?.stringValue)
        let harmless = html.replacing(#/<\/?(?:html|head|meta|title|body|div|p|a)\b[^<>]*>|<!DOCTYPE html>/#, with: "")
        #expect(!harmless.contains("<") && !harmless.contains(">"))
        #expect(html.contains(#/<a href="https:\/\/id\.example\.com\/ui\/[^"]*" style="[^"]*">/#))
        #expect(html.matches(of: #/<a /#).count == 1)
        let shown = try #require(mail["text"]?.stringValue)
        #expect(shown.contains(name))
    }

    @Test(arguments: ["Minnie\r\nBcc: everybody@mouse.example", "Minnie\n\nText", "Minnie\u{2028}x", "\u{202E}einniM"])
    func `a name ends no line, in headers and in the text`(name: String) async throws {
        let server = try await MailServer()
        let outbox = try await Outbox(givenName: name)
        try await outbox.post(.invitation(.test("ABC123"), nil, application: name))
        _ = await (try outbox.courier(to: server)).deliver(.email)
        let mail = try #require(try server.mails.first)
        let names = mail["headers"]?.arrayValue?.compactMap { $0[0]?.stringValue } ?? []
        #expect(!names.contains("Bcc"))
        #expect(mail["receivers"] == ["minnie@mouse.example"])
        let greeting = try #require(mail["text"]?.stringValue?.split(separator: "\n").first)
        #expect(greeting.hasPrefix("Hello ") && greeting.hasSuffix("Mouse,"))
        #expect(!greeting.unicodeScalars.contains("\u{202E}"))
    }

    /// CVE-2025-62513, CVE-2025-62705: secrets in logs.
    @Test func `CVE-2025-62513, CVE-2025-62705: neither codes nor passwords nor addresses are logged`() async throws {
        let outbox = try await Outbox()
        let secrets = ["48151623", "s3cr3t-password", "minnie@mouse.example", "+41791234567", "t0ken"]
        var providers = Outbox.smtp(9)
        providers.email = ActiveProvider(
            configuration: .smtp(
                SMTPConfiguration(
                    host: "127.0.0.1:9", usesTLS: false, user: "postman", senderAddress: "sender@id.example.com")),
            secret: Secret("s3cr3t-password"))
        providers.sms = ActiveProvider(
            configuration: .twilio(TwilioConfiguration(sid: "AC1", sender: "+1")), secret: Secret("t0ken"))
        let courier = try outbox.courier(
            providers, web: HTTPClient(.open, connections: 1), twilioURL: "http://127.0.0.1:9")
        try await outbox.post(.otpEmail(code: "48151623", nil, session: "s"))
        try await outbox.post(.otpSMS(code: "48151623"))
        for channel in MessageChannel.allCases { #expect(await courier.deliver(channel) == 1) }
        outbox.clock.advance(by: .minutes(6))
        for channel in MessageChannel.allCases { await courier.deliver(channel) }
        let lines = outbox.log.lines
        #expect(lines.count >= 4)
        for secret in secrets { #expect(lines.filter { $0.contains(secret) } == []) }
        #expect(try await outbox.records.filter { $0.reason.contains("mouse") } == [])
    }
}
