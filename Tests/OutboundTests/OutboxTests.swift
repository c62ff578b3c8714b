internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import Model
internal import Outbound
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("The outbox: nothing is lost and nothing goes twice")
struct OutboxTests {
    @Test func `a posted message arrives once and leaves the outbox`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        let courier = try outbox.courier(to: server)
        try await outbox.post(.otpEmail(code: "48151623", nil, session: "s1"))
        #expect(await courier.deliver(.email) == 1)
        #expect(await courier.deliver(.email) == 0)
        let mails = try server.mails
        #expect(mails.count == 1)
        #expect(mails.first?["receivers"] == ["minnie@mouse.example"])
        #expect(mails.first?["fromName"] == "Acme")
        #expect(mails.first?["text"]?.stringValue?.contains("48151623") == true)
        #expect(try await outbox.records == [])
        #expect(outbox.statistics.count(of: .sent, .email) == 1)
    }

    @Test func `a running courier is woken by a post`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        // It would not look again by itself within this test.
        let courier = try outbox.courier(to: server, interval: .hours(1))
        let running = Task { await courier.run() }
        for count in 1...5 {
            try await outbox.post(.passwordChanged)
            _ = try await server.mails(atLeast: count)
        }
        running.cancel()
        await running.value
        #expect(try server.mails.count == 5)
    }

    @Test func `a transaction that fails posts nothing`() async throws {
        let outbox = try await Outbox()
        let (messages, user, now) = (outbox.messages, outbox.user, outbox.clock.now)
        await #expect(throws: DomainError.self) {
            try await outbox.database.write { (tx) throws(DomainError) in
                try messages.post(.passwordChanged, to: user, in: tx, at: now)
                throw DomainError(.aborted, "", "")
            }
        }
        #expect(try await outbox.records == [])
    }

    @Test func `a message waits longer each time while the server is away, then goes once`() async throws {
        let first = try await MailServer()
        let port = first.port
        first.stop()
        let outbox = try await Outbox()
        let courier = try outbox.courier(Outbox.smtp(port))
        try await outbox.post(.resetPassword(.test("ABC123"), nil, channel: .email))
        for expected in [5.0, 10, 20, 40] {
            #expect(await courier.deliver(.email) == 1)
            let record = try #require(try await outbox.records.first)
            let pause = Double(record.dueAt.since(outbox.clock.now).milliseconds) / 1000
            #expect((expected * 0.79...expected * 1.21).contains(pause))
            #expect(record.state == .waiting)
            #expect(record.reason == "the server was not reached (libcurl 7)")
            outbox.clock.advance(by: .milliseconds(Int64(pause * 1000) - 1))
            #expect(await courier.deliver(.email) == 0)
            outbox.clock.advance(by: .milliseconds(1))
        }
        let second = try await MailServer(port: port)
        #expect(await courier.deliver(.email) == 1)
        #expect(await courier.deliver(.email) == 0)
        #expect(try second.mails.count == 1)
        #expect(outbox.statistics.count(of: .failed, .email) == 4)
    }

    @Test func `what was being sent when the process died is not sent again`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        let courier = try outbox.courier(to: server)
        try await outbox.post(.resetPassword(.test("ABC123"), nil, channel: .email))
        let now = outbox.clock.now
        // What a courier does up to the last byte; then it dies.
        try await outbox.database.write { (tx) throws(DomainError) in
            let taken = try tx.takeMessages(.email, holder: "dead", until: now + .minutes(4), atMost: 4, at: now)
            for message in taken {
                _ = try tx.beginHandOver(message.id, holder: "dead", until: now + .minutes(4), at: now)
            }
        }
        #expect(await courier.deliver(.email) == 0)
        outbox.clock.advance(by: .minutes(4))
        #expect(await courier.deliver(.email) == 0)
        let record = try #require(try await outbox.records.first)
        #expect(record.state == .dead)
        #expect(record.reason == "unknown outcome")
        #expect(try server.mails == [])
        #expect(outbox.log.lines.filter { $0.contains("a message was given up") }.count == 1)
    }

    @Test func `what was taken up and not sent is sent by the next courier`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        let courier = try outbox.courier(to: server)
        try await outbox.post(.invitation(.test("ABC123"), nil, application: "Shop"))
        let now = outbox.clock.now
        try await outbox.database.write { (tx) throws(DomainError) in
            _ = try tx.takeMessages(.email, holder: "dead", until: now + .minutes(4), atMost: 4, at: now)
        }
        #expect(await courier.deliver(.email) == 0)
        outbox.clock.advance(by: .minutes(4))
        #expect(await courier.deliver(.email) == 1)
        #expect(try server.mails.count == 1)
        // The one that was only slow finds that the message is not its own any more.
        let late = try await outbox.database.write { (tx) throws(DomainError) in
            try tx.beginHandOver("1", holder: "dead", until: now + .minutes(8), at: now)
        }
        #expect(!late)
    }

    @Test(arguments: [
        ("dropped", "unknown outcome"), ("refused", "refused"), ("data-refused", "refused"),
    ])
    func `what cannot be sent or may have arrived is given up, without its words`(
        local: String, reason: String
    ) async throws {
        let server = try await MailServer()
        let outbox = try await Outbox(email: "\(local)@mouse.example")
        let courier = try outbox.courier(to: server)
        try await outbox.post(.otpEmail(code: "48151623", nil, session: "s1"))
        #expect(await courier.deliver(.email) == 1)
        let record = try #require(try await outbox.records.first)
        #expect(record.state == .dead)
        #expect(record.reason == reason)
        let empty = try await outbox.database.read { (tx) throws(DomainError) in
            try tx.first("SELECT content FROM messages") { (row) throws(DomainError) in try row.blob("content") }
        }
        #expect(empty == [])
        #expect(outbox.statistics.count(of: .dead, .email) == 1)
    }

    @Test(arguments: ["not an address", "minnie@mouse.example\r\nRCPT TO:<everybody@mouse.example>"])
    func `an address that is none is given up at once`(address: String) async throws {
        let server = try await MailServer()
        let outbox = try await Outbox(email: address)
        try await outbox.post(.passwordChanged)
        #expect(await (try outbox.courier(to: server)).deliver(.email) == 1)
        #expect(try await outbox.records.map(\.reason) == ["unsendable"])
        #expect(try server.mails == [])
    }

    @Test func `a message whose code has expired is not sent`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        let courier = try outbox.courier(to: server)
        try await outbox.post(.otpEmail(code: "48151623", nil, session: "s1"))
        outbox.clock.advance(by: .minutes(5))
        #expect(await courier.deliver(.email) == 0)
        #expect(try await outbox.records.map(\.reason) == ["expired"])
        #expect(try server.mails == [])
    }

    @Test func `a message is tried for a day`() async throws {
        let outbox = try await Outbox()
        let courier = try outbox.courier(Outbox.smtp(9))
        try await outbox.post(.invitation(.test("ABC123"), nil, application: ""))
        var attempts = 0
        while let record = try await outbox.records.first, record.state == .waiting, attempts < 100 {
            outbox.clock.advance(by: max(.zero, record.dueAt.since(outbox.clock.now)))
            attempts += await courier.deliver(.email)
        }
        #expect(try await outbox.records.map(\.reason) == ["gave up"])
        #expect((28...45).contains(attempts))
        #expect(outbox.clock.now.since(outbox.user.createdAt) < .hours(24))
    }

    @Test func `without a provider messages wait until they expire, and the log says so once`() async throws {
        let outbox = try await Outbox()
        let courier = try outbox.courier(ConfiguredProviders())
        try await outbox.post(.resetPassword(.test("ABC123"), nil, channel: .email))
        for _ in 0..<3 { #expect(await courier.deliver(.email) == 0) }
        #expect(try await outbox.records.map(\.state) == [.waiting])
        #expect(outbox.log.lines.filter { $0.contains("nobody is configured") }.count == 1)
        outbox.clock.advance(by: .hours(1))
        #expect(await courier.deliver(.email) == 0)
        #expect(try await outbox.records == [])
    }

    @Test func `without a provider what was left behind is given up all the same`() async throws {
        let outbox = try await Outbox()
        try await outbox.post(.passwordChanged)
        let now = outbox.clock.now
        try await outbox.database.write { (tx) throws(DomainError) in
            for message in try tx.takeMessages(.email, holder: "dead", until: now, atMost: 1, at: now) {
                _ = try tx.beginHandOver(message.id, holder: "dead", until: now, at: now)
            }
        }
        _ = await (try outbox.courier(ConfiguredProviders())).deliver(.email)
        #expect(try await outbox.records.map(\.reason) == ["unknown outcome"])
    }

    @Test func `a message of somebody who is removed goes with them`() async throws {
        let outbox = try await Outbox()
        try await outbox.post(.passwordChanged)
        try await outbox.database.write { (tx) throws(DomainError) in
            try tx.execute("DELETE FROM users WHERE id = $1", "minnie")
        }
        #expect(try await outbox.records == [])
    }

    @Test func `several couriers send each message once`() async throws {
        let server = try await MailServer()
        let outbox = try await Outbox()
        for number in 0..<40 { try await outbox.post(.otpEmail(code: "\(10_000_000 + number)", nil, session: "s")) }
        let couriers = try (0..<4).map { _ in try outbox.courier(to: server) }
        for _ in 0..<50 {
            await withDiscardingTaskGroup { group in
                for courier in couriers { group.addTask { await courier.deliver(.email) } }
            }
            if try await outbox.records.isEmpty { break }
            // What met another courier in the store, on a server, is put off.
            outbox.clock.advance(by: .seconds(30))
        }
        let codes = try server.mails.compactMap { mail in
            mail["text"]?.stringValue?.firstMatch(of: #/Your code: (\d{8})/#).map { String($0.1) }
        }
        #expect(codes.sorted() == (0..<40).map { "\(10_000_000 + $0)" })
    }

    @Test func `given up messages go after a week`() async throws {
        let outbox = try await Outbox()
        try await outbox.post(.otpEmail(code: "48151623", nil, session: "s1"))
        outbox.clock.advance(by: .minutes(6))
        _ = await (try outbox.courier(Outbox.smtp(9))).deliver(.email)
        #expect(try await outbox.records.map(\.state) == [.dead])
        outbox.clock.advance(by: .days(7) - .minutes(1))
        _ = try await outbox.database.removeExpired(at: outbox.clock.now)
        #expect(try await outbox.records.count == 1)
        outbox.clock.advance(by: .minutes(1))
        _ = try await outbox.database.removeExpired(at: outbox.clock.now)
        #expect(try await outbox.records == [])
    }
}
