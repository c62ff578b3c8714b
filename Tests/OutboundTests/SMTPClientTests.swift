internal import Outbound
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 5321: mail goes to a server of another program")
struct SMTPClientTests {
    private static func mail(to receiver: String, subject: String = "Hello") throws -> MailMessage {
        try MailMessage(
            id: "4711", from: try #require(MailAddress("sender@id.example.com")), named: "Alcazar",
            to: try #require(MailAddress(receiver)),
            .init(subject: subject, text: "Some words", html: "<p>Some words</p>", language: "en"),
            at: Timestamp(seconds: 1_767_607_200))
    }

    private static func server(
        _ server: MailServer, _ security: SMTPServer.Security, user: String = "", password: String = ""
    ) -> SMTPServer {
        SMTPServer(
            host: "127.0.0.1", port: server.port, security: security, user: user, password: Secret(password))
    }

    @Test(arguments: [
        (MailServer.Security.none, SMTPServer.Security.none, false), (.starttls, .startTLS, false),
        (.starttls, .startTLS, true), (.implicit, .implicit, false), (.implicit, .implicit, true),
        (.starttls, .either, true), (.implicit, .either, true),
    ])
    func `a mail arrives once, secured and authenticated as asked`(
        offered: MailServer.Security, used: SMTPServer.Security, hasUser: Bool
    ) async throws {
        let certificate = offered == .none ? nil : try await ThrowAwayCertificate()
        let user = hasUser ? "postman" : ""
        let server = try await MailServer(offered, certificate: certificate, user: user, password: "s3cret päss")
        let client = SMTPClient(connections: 1, certificates: certificate?.path)
        try await client.send(
            try Self.mail(to: "minnie@mouse.example"),
            through: Self.server(server, used, user: user, password: "s3cret päss"))
        let mails = try server.mails
        #expect(mails.count == 1)
        let mail = try #require(mails.first)
        #expect(mail["sender"] == "sender@id.example.com")
        #expect(mail["receivers"] == ["minnie@mouse.example"])
        #expect(mail["secure"] == .bool(offered != .none))
        #expect(mail["authenticated"] == .bool(hasUser))
        #expect(mail["text"] == "Some words")
        #expect(mail["html"] == "<p>Some words</p>")
    }

    @Test func `several mails go over kept connections`() async throws {
        let certificate = try await ThrowAwayCertificate()
        let server = try await MailServer(.starttls, certificate: certificate)
        let client = SMTPClient(connections: 2, certificates: certificate.path)
        let place = Self.server(server, .startTLS)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<10 {
                group.addTask {
                    try await client.send(
                        try Self.mail(to: "minnie@mouse.example", subject: "Number \(number)"), through: place)
                }
            }
            try await group.waitForAll()
        }
        let subjects = try server.mails.map { mail in
            try #require(mail["headers"]?.arrayValue?.first { $0[0] == "Subject" }?[1]?.stringValue)
        }
        #expect(Set(subjects) == Set((0..<10).map { "Number \($0)" }))
        #expect(subjects.count == 10)
    }

    @Test(arguments: [SMTPServer.Security.implicit, .startTLS, .either])
    func `a certificate that nobody vouches for is refused`(security: SMTPServer.Security) async throws {
        let certificate = try await ThrowAwayCertificate()
        let server = try await MailServer(
            security == .startTLS ? .starttls : .implicit, certificate: certificate, user: "postman", password: "p")
        let client = SMTPClient(connections: 1)
        let error = await #expect(throws: OutboundError.self) {
            try await client.send(
                try Self.mail(to: "minnie@mouse.example"),
                through: Self.server(server, security, user: "postman", password: "p"))
        }
        #expect(error?.kind == .insecure)
        #expect(error?.mayHaveArrived == false)
        #expect(try server.mails == [])
    }

    @Test(arguments: [SMTPServer.Security.implicit, .startTLS, .either])
    func `a server without TLS gets nothing where TLS is asked for`(security: SMTPServer.Security) async throws {
        let server = try await MailServer(.none, user: "postman", password: "p")
        let error = await #expect(throws: OutboundError.self) {
            try await SMTPClient(connections: 1).send(
                try Self.mail(to: "minnie@mouse.example"),
                through: Self.server(server, security, user: "postman", password: "p"))
        }
        #expect(error?.kind == .insecure)
        #expect(try server.mails == [])
    }

    @Test(arguments: [
        ("refused", OutboundError.Kind.refused, 550), ("later", .refusedForNow, 451),
        ("data-refused", .refused, 554), ("data-later", .refusedForNow, 452),
    ])
    func `what a server says no to has not arrived`(local: String, kind: OutboundError.Kind, reply: Int) async throws {
        let server = try await MailServer()
        let error = await #expect(throws: OutboundError.self) {
            try await SMTPClient(connections: 1).send(
                try Self.mail(to: "\(local)@mouse.example"), through: Self.server(server, .none))
        }
        #expect(error?.kind == kind)
        #expect(error?.reply == reply)
        #expect(error?.mayHaveArrived == false)
    }

    @Test(arguments: [("dropped-early", false), ("dropped", true)])
    func `whether a mail may have arrived is known when the connection is lost`(
        local: String, mayHaveArrived: Bool
    ) async throws {
        let server = try await MailServer()
        let error = await #expect(throws: OutboundError.self) {
            try await SMTPClient(connections: 1).send(
                try Self.mail(to: "\(local)@mouse.example"), through: Self.server(server, .none))
        }
        #expect(error?.mayHaveArrived == mayHaveArrived)
    }

    @Test func `wrong credentials are told apart`() async throws {
        let certificate = try await ThrowAwayCertificate()
        let server = try await MailServer(.implicit, certificate: certificate, user: "postman", password: "right")
        let error = await #expect(throws: OutboundError.self) {
            try await SMTPClient(connections: 1, certificates: certificate.path).send(
                try Self.mail(to: "minnie@mouse.example"),
                through: Self.server(server, .implicit, user: "postman", password: "wrong"))
        }
        #expect(error?.kind == .notAuthenticated)
        #expect(error?.description.contains("wrong") == false)
    }

    @Test func `a server that is away has got nothing`() async throws {
        let server = SMTPServer(host: "127.0.0.1", port: 9, security: .none)
        let error = await #expect(throws: OutboundError.self) {
            try await SMTPClient(connections: 1).send(try Self.mail(to: "minnie@mouse.example"), through: server)
        }
        #expect(error?.kind == .unreachable)
        #expect(error?.mayHaveArrived == false)
    }

    @Test func `a mail that may not be handed over does not arrive`() async throws {
        let server = try await MailServer()
        let client = SMTPClient(connections: 1)
        let counter = Counter()
        let refusal = HandOver {
            counter.increment()
            return false
        }
        let error = await #expect(throws: OutboundError.self) {
            try await client.send(
                try Self.mail(to: "minnie@mouse.example"), through: Self.server(server, .none), handOver: refusal)
        }
        #expect(error?.kind == .abandoned)
        #expect(error?.mayHaveArrived == false)
        #expect(counter.value == 1)
        // The next mail on the same lane is a mail of its own.
        try await client.send(try Self.mail(to: "mickey@mouse.example"), through: Self.server(server, .none))
        #expect(try server.mails.map { $0["receivers"] } == [["mickey@mouse.example"]])
    }

    @Test func `a cancelled task gives a mail up that has not gone yet`() async throws {
        let server = try await MailServer()
        let mail = try Self.mail(to: "minnie@mouse.example")
        let task = Task {
            await Task.yield()
            try await SMTPClient(connections: 1).send(mail, through: Self.server(server, .none))
        }
        task.cancel()
        let result = await task.result
        #expect(throws: OutboundError.self) { try result.get() }
        #expect(try server.mails == [])
    }

    @Test(arguments: [
        ("mail.example.com:587", true, SMTPServer.Security.startTLS, 587), ("mail.example.com", true, .startTLS, 587),
        ("mail.example.com:465", true, .implicit, 465), ("[::1]:2465", true, .either, 2465),
        ("10.0.0.1:25", false, .none, 25), ("relay", false, .none, 25),
    ])
    func `the port decides how TLS begins`(
        address: String, usesTLS: Bool, security: SMTPServer.Security, port: Int
    ) throws {
        let server = try #require(SMTPServer(address: address, usesTLS: usesTLS))
        #expect(server.security == security)
        #expect(server.port == port)
    }

    @Test(arguments: [
        "", ":25", "mail.example.com:", "mail.example.com:0", "mail.example.com:65536", "mail.example.com:2५",
        "user@mail.example.com:25", "mail.example.com/x:25", "mail.example.com\r\nRSET:25", "[::1", "::1:25",
    ])
    func `what is no address of a server is refused`(address: String) {
        #expect(SMTPServer(address: address, usesTLS: true) == nil)
    }
}
