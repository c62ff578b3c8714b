internal import Crypto
internal import Domain
internal import Model
internal import Outbound
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// An outbox on a store of its own, with a person to write to and a clock that the test moves.
struct Outbox: Sendable {
    static let host = "id.example.com"

    let clock = TestClock()
    let database: Database
    let messages: Messages
    let log = LogRecorder()
    let statistics = MessageStatistics()
    let masterKey = MasterKey.random()
    let user: User
    private let bell = MessageBell()
    private let place: StorePlace

    init(
        givenName: String = "Minnie", familyName: String = "Mouse", language: String = "en",
        email: String = "minnie@mouse.example", phone: String = "+41791234567"
    ) async throws {
        place = try await StorePlace(.ofService, isForService: true)
        let ids = IDGenerator(clock: clock.wallClock)
        database = try Database(place.driver(), ids: ids, log: .none)
        _ = try await database.migrate(at: clock.now)
        messages = Messages(
            masterKey: masterKey, ids: ids, externalURL: "https://\(Self.host)", bell: bell)
        let now = clock.now
        let user = User(
            id: "minnie", organizationID: "acme", username: "minnie",
            kind: .human(
                Human(
                    givenName: givenName, familyName: familyName, preferredLanguage: language, email: email,
                    isEmailVerified: false, phone: phone)),
            tokensValidFrom: now, createdAt: now, changedAt: now)
        self.user = user
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(
                Organization(
                    id: "acme", name: "acme", primaryDomain: "acme.localhost", createdAt: now, changedAt: now))
            try tx.insert(user)
        }
    }

    func post(_ notice: Notice, until expiry: Timestamp? = nil) async throws {
        let (messages, user, now) = (messages, user, clock.now)
        try await database.write { (tx) throws(DomainError) in
            try messages.post(notice, to: user, in: tx, at: now, until: expiry)
        }
    }

    /// A courier of its own, as another process would have on the same store.
    func courier(
        _ providers: ConfiguredProviders, web: HTTPClient? = nil, twilioURL: String = "",
        interval: Duration = .seconds(2)
    ) throws -> Courier {
        let recorder = log
        let sender = MessageSender(
            mail: SMTPClient(connections: 2), web: web ?? HTTPClient(.publicNetwork(), connections: 1),
            twilioURL: twilioURL)
        return Courier(
            database: database, masterKey: masterKey, route: .providers(sender, providers), bell: bell,
            statistics: statistics, clock: clock.wallClock,
            log: Log(minimum: .debug, clock: clock.wallClock, sink: { recorder.append($0) }), interval: interval)
    }

    func courier(to server: MailServer, interval: Duration = .seconds(2)) throws -> Courier {
        try courier(Self.smtp(server.port), interval: interval)
    }

    static func smtp(_ port: Int) -> ConfiguredProviders {
        ConfiguredProviders(
            email: ActiveProvider(
                configuration: .smtp(
                    SMTPConfiguration(
                        host: "127.0.0.1:\(port)", usesTLS: false, senderAddress: "sender@\(host)",
                        senderName: "Acme")), secret: Secret("")))
    }

    var records: [MessageRecord] {
        get async throws {
            try await database.read { (tx) throws(DomainError) in try tx.messageRecords(atMost: 100) }
        }
    }
}

extension IssuedCode {
    static func test(_ code: String, id: String = "77") -> IssuedCode {
        IssuedCode(id: id, code: code, proof: "p-_0")
    }
}
