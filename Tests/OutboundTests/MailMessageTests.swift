internal import Outbound
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 5322, RFC 2045, RFC 2047: mails as Python reads them")
struct MailMessageTests {
    private static let sender = "sender@id.example.com"

    private static func mail(
        name: String = "Alcazar", subject: String = "Hello", text: String = "Words", html: String = "<p>Words</p>",
        receiver: String = "minnie@mouse.example", replyTo: String? = nil
    ) throws -> MailMessage {
        try MailMessage(
            id: "4711", from: try #require(MailAddress(sender)), named: name,
            replyTo: try replyTo.map { try #require(MailAddress($0)) }, to: try #require(MailAddress(receiver)),
            .init(subject: subject, text: text, html: html, language: "de"), at: Timestamp(seconds: 1_767_607_200))
    }

    private static func received(_ mail: MailMessage) async throws -> JSONValue {
        let server = try await MailServer()
        try await SMTPClient(connections: 1).send(
            mail, through: SMTPServer(host: "127.0.0.1", port: server.port, security: .none))
        let received = try #require(try server.mails.first)
        #expect(received["defects"] == [])
        #expect(received["hasBareLineEnd"] == false)
        #expect(try #require(received["longestLine"]?.integerValue) <= 78)
        #expect(received["type"] == "multipart/alternative")
        return received
    }

    private static func header(_ name: String, of mail: JSONValue) -> [JSONValue] {
        (mail["headers"]?.arrayValue ?? []).filter { $0[0] == .string(name) }.compactMap { $0[1] }
    }

    @Test func `every header says what it should`() async throws {
        let mail = try await Self.received(try Self.mail(replyTo: "help@id.example.com"))
        #expect(mail["date"] == "2026-01-05T10:00:00+00:00")
        #expect(Self.header("Date", of: mail).count == 1)
        #expect(Self.header("To", of: mail) == ["minnie@mouse.example"])
        #expect(Self.header("Reply-To", of: mail) == ["help@id.example.com"])
        #expect(Self.header("Message-ID", of: mail) == ["<4711@id.example.com>"])
        #expect(Self.header("Auto-Submitted", of: mail) == ["auto-generated"])
        #expect(Self.header("Content-Language", of: mail) == ["de"])
        #expect(Self.header("MIME-Version", of: mail) == ["1.0"])
    }

    @Test(arguments: [
        "Hello", "Grüße",
        "Ihr Code zum Anmelden: bitte bald benutzen, er gilt nur für fünf Minuten und für niemanden sonst",
        "=?UTF-8?B?SGk=?=", "🦊 fox", "a \"quoted\" \\ word", "日本語の件名はとても長いので何行にも分けられます。はい。",
        String(repeating: "long ", count: 30) + "end",
    ])
    func `subjects and names arrive as they were`(words: String) async throws {
        let mail = try await Self.received(try Self.mail(name: words, subject: words))
        #expect(Self.header("Subject", of: mail) == [.string(words)])
        #expect(mail["fromName"] == .string(words))
        #expect(mail["fromAddress"] == .string(Self.sender))
    }

    @Test(arguments: [
        "plain", "Grüße aus München\nzweite Zeile", ".\n..\n.dot at the start", "ends in a blank \nand a tab\t\n",
        String(repeating: "x", count: 500), String(repeating: "ä", count: 300), "a = b =3D", "--=_4711--\n--=_4711",
        "From the start\n\n\n\nof lines", "🦊",
    ])
    func `words arrive as they were`(words: String) async throws {
        let mail = try await Self.received(try Self.mail(text: words, html: words))
        #expect(mail["text"] == .string(words))
        #expect(mail["html"] == .string(words))
    }

    @Test(arguments: [
        "Hello\r\nBcc: everybody@mouse.example", "Hello\nBcc: everybody@mouse.example", "Hello\rBcc: x",
        "Hello\r\n\r\n<script>", "Hello\u{0}", "Hello\u{2028}Bcc: x", "Hello\u{85}Bcc: x", "\u{1B}[31mred",
        "Grüße\r\nBcc: everybody@mouse.example",
    ])
    func `nothing in a header ends its line`(words: String) {
        #expect(throws: OutboundError(.invalid)) { try Self.mail(subject: words) }
        #expect(throws: OutboundError(.invalid)) { try Self.mail(name: words) }
    }

    @Test(arguments: [
        "", "minnie", "@mouse.example", "minnie@", "minnie@mouse.example\r\nRCPT TO:<x@y.example>",
        "minnie@mouse\n.example",
        "min nie@mouse.example", "<minnie@mouse.example>", "minnie@mouse.example>", "a@b@mouse.example",
        "minnie..mouse@mouse.example", ".minnie@mouse.example", "minnie@mouse_x.example", "minnie@-mouse.example",
        "minnie@[127.0.0.1]", "\"minnie mouse\"@mouse.example", "minnié@mouse.example", "minnie@möuse.example",
        String(repeating: "a", count: 65) + "@mouse.example",
        "minnie@" + String(repeating: "a.", count: 130) + "example",
        "minnie,mickey@mouse.example", "minnie;x@mouse.example", "minnie\u{0}@mouse.example",
    ])
    func `what is no address is refused`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test(arguments: [
        "minnie@mouse.example", "m+tag@mouse.example", "o'hara@mouse.example", "a.b-c_d@x.y.z", "root@localhost",
    ])
    func `usual addresses are taken`(text: String) {
        #expect(MailAddress(text)?.rawValue == text)
    }

    @Test(
        arguments: [
            (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 +0000"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"), (4_102_444_800, "Fri, 1 Jan 2100 00:00:00 +0000"),
        ] as [(Int64, String)])
    func `dates are those of the calendar`(seconds: Int64, date: String) throws {
        let address = try #require(MailAddress("a@b.example"))
        let mail = try MailMessage(
            id: "1", from: address, to: address, .init(subject: "", text: "", html: "", language: "en"),
            at: Timestamp(seconds: seconds))
        #expect(String(decoding: mail.bytes, as: UTF8.self).hasPrefix("Date: \(date)\r\n"))
    }
}
