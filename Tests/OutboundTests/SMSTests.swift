internal import Domain
internal import HTTP
internal import Model
internal import Outbound
internal import Platform
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("SMS and mail by HTTP")
struct SMSTests {
    /// What arrived at a path.
    private struct Arrival: Sendable {
        let path: String
        let fields: [String: String]
        let body: [UInt8]
    }

    private final class Arrivals: Sendable {
        private let list = Mutex<[Arrival]>([])
        let status: Mutex<Int>

        init(status: Int) { self.status = Mutex(status) }

        var all: [Arrival] { list.withLock { $0 } }

        var routes: [Route] {
            [
                Route(.post, "/2010-04-01/Accounts/{sid}/Messages.json", "twilio") { request in
                    self.take(request, ["Authorization", "Content-Type"])
                },
                Route(.post, "/hook", "hook") { request in
                    self.take(request, ["ZITADEL-Signature", "Content-Type"])
                },
            ]
        }

        private func take(_ request: HTTPRequest, _ names: [String]) -> HTTPResponse {
            let fields = Dictionary(uniqueKeysWithValues: names.map { ($0, request.fields[$0] ?? "") })
            list.withLock { $0.append(Arrival(path: request.path, fields: fields, body: request.body)) }
            return .json(HTTPStatus(status.withLock { $0 }), ["sid": "SM1"] as JSONObject)
        }
    }

    private static let twilio = ConfiguredProviders(
        sms: ActiveProvider(
            configuration: .twilio(TwilioConfiguration(sid: "AC 1", sender: "+15005550006")), secret: Secret("t0:ken")))

    @Test func `Twilio gets a form with number, sender and words`() async throws {
        let arrivals = Arrivals(status: 201)
        try await WebServer.with(arrivals.routes) { server in
            let outbox = try await Outbox(language: "de")
            let courier = try outbox.courier(
                Self.twilio, web: HTTPClient(.open, connections: 1), twilioURL: server.url(""))
            try await outbox.post(.otpSMS(code: "48151623"))
            #expect(await courier.deliver(.sms) == 1)
            #expect(await courier.deliver(.sms) == 0)
            let arrival = try #require(arrivals.all.first)
            #expect(arrivals.all.count == 1)
            #expect(arrival.path == "/2010-04-01/Accounts/AC%201/Messages.json")
            #expect(arrival.fields["Authorization"] == "Basic " + Base64.encode("AC 1:t0:ken".utf8))
            #expect(arrival.fields["Content-Type"] == "application/x-www-form-urlencoded")
            let form = try Form(parsing: arrival.body)
            #expect(form["To"] == "+41791234567")
            #expect(form["From"] == "+15005550006")
            #expect(form["MessagingServiceSid"] == nil)
            let words = "48151623 ist Ihr Code zum Anmelden bei id.example.com. Gültig: 5 Minuten. "
            #expect(form["Body"] == words + "Geben Sie ihn niemandem weiter.\n\n@id.example.com #48151623")
            #expect(try await outbox.records == [])
        }
    }

    @Test func `a messaging service of Twilio is named as one`() async throws {
        let arrivals = Arrivals(status: 201)
        try await WebServer.with(arrivals.routes) { server in
            let outbox = try await Outbox()
            let providers = ConfiguredProviders(
                sms: ActiveProvider(
                    configuration: .twilio(TwilioConfiguration(sid: "AC1", sender: "MG9")), secret: Secret("t")))
            let courier = try outbox.courier(
                providers, web: HTTPClient(.open, connections: 1), twilioURL: server.url(""))
            try await outbox.post(.verifyPhone(code: "ABC123"))
            #expect(await courier.deliver(.sms) == 1)
            let form = try Form(parsing: try #require(arrivals.all.first).body)
            #expect(form["MessagingServiceSid"] == "MG9")
            #expect(form["From"] == nil)
        }
    }

    @Test(arguments: [
        (400, Message.State.dead, "refused"), (404, .dead, "refused"), (302, .dead, "refused"),
        (401, .waiting, "the server does not accept the credentials (it said 401)"),
        (429, .waiting, "the server refused for now (it said 429)"),
        (503, .waiting, "the server refused for now (it said 503)"),
    ])
    func `what a provider does not take is tried again or given up`(
        status: Int, state: Message.State, reason: String
    ) async throws {
        let arrivals = Arrivals(status: status)
        try await WebServer.with(arrivals.routes) { server in
            let outbox = try await Outbox()
            let courier = try outbox.courier(
                Self.twilio, web: HTTPClient(.open, connections: 1), twilioURL: server.url(""))
            try await outbox.post(.otpSMS(code: "48151623"))
            #expect(await courier.deliver(.sms) == 1)
            let record = try #require(try await outbox.records.first)
            #expect(record.state == state)
            #expect(record.reason == reason)
            guard state == .waiting else { return }
            arrivals.status.withLock { $0 = 201 }
            outbox.clock.advance(by: .seconds(6))
            #expect(await courier.deliver(.sms) == 1)
            #expect(try await outbox.records == [])
        }
    }

    @Test(arguments: [MessageChannel.email, .sms])
    func `an HTTP provider gets signed JSON`(channel: MessageChannel) async throws {
        let arrivals = Arrivals(status: 200)
        try await WebServer.with(arrivals.routes) { server in
            let outbox = try await Outbox()
            let provider = ActiveProvider(
                id: "4711", description: "hook", configuration: .http(endpoint: server.url("/hook")),
                secret: Secret("signing-key"))
            let courier = try outbox.courier(
                ConfiguredProviders(email: provider, sms: provider), web: HTTPClient(.open, connections: 1))
            try await outbox.post(.resetPassword(.test("ABC123"), nil, channel: channel))
            #expect(await courier.deliver(channel) == 1)
            let arrival = try #require(arrivals.all.first)
            #expect(arrival.fields["Content-Type"] == "application/json")
            let json = try JSONValue(parsing: arrival.body)
            #expect(json["contextInfo"]?["eventType"] == "user.human.password.code.added")
            #expect(json["contextInfo"]?["provider"] == ["id": "4711", "description": "hook"])
            let receiver = channel == .email ? "recipientEmailAddress" : "recipientPhoneNumber"
            let address: JSONValue = channel == .email ? "minnie@mouse.example" : "+41791234567"
            #expect(json["contextInfo"]?[receiver] == address)
            #expect(json["args"]?["code"] == "ABC123")
            #expect(json["args"]?["displayName"] == "Minnie Mouse")
            #expect(json["templateData"]?["text"]?.stringValue?.contains("ABC123") == true)
            let signature = try #require(arrival.fields["ZITADEL-Signature"])
            let seconds = outbox.clock.now.seconds
            let hex = try await Self.hmac(Array("\(seconds).".utf8) + arrival.body, key: "signing-key")
            #expect(signature == "t=\(seconds),v1=\(hex)")
        }
    }

    /// As OpenSSL's own tool computes it.
    private static func hmac(_ bytes: [UInt8], key: String) async throws -> String {
        let result = try await ChildProcess.run(
            "openssl", ["dgst", "-sha256", "-hmac", key], input: String(decoding: bytes, as: UTF8.self))
        return String(result.output.split(whereSeparator: \.isWhitespace).last ?? "")
    }
}
