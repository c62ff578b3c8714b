package import App
package import Crypto
package import Domain
internal import FoundationEssentials
package import HTTP
internal import Model
package import OAuth
package import Platform
internal import SQL
package import Storage
internal import Synchronization

/// The whole service in process: real router, real SQL on SQLite or PostgreSQL, real cryptography, and a clock that the test moves.
///
/// The store is a copy of one that was set up once, with the machine user `root`, who administers the instance and has
/// a key and a personal access token. Everything else is made through the service's own API.
package struct TestServer: Sendable {
    package static let issuer = "http://localhost:8080"

    /// The public URL of this one.
    package let issuer: String
    package let clock: TestClock
    package let database: Database
    package let service: Service
    /// Of `root`.
    package let administratorToken: String
    /// Of `root`: the JSON key file.
    package let administratorKeyFile: JSONValue
    package let organizationID: String
    package let log = LogRecorder()
    package let hasher = PasswordHasher(threads: 2)
    let mailbox = Mailbox()
    let place: StorePlace
    package let masterKey: MasterKey
    private let allowedHosts: Set<String>

    /// - Parameters:
    ///   - issuer: the public URL, for tests that reach the service there.
    ///   - allowedHosts: may be called although they are in a private network.
    ///   - providerTimeout: how long identity providers may take; by default longer than any test.
    package init(
        lifetimes: TokenLifetimes = TokenLifetimes(), issuer: String = TestServer.issuer,
        allowedHosts: Set<String> = [], clock: TestClock = TestClock(), providerTimeout: Duration = .seconds(120)
    ) async throws {
        let template = try await TestServerTemplate.shared.value
        let place = try await template.place(on: .ofService)
        try await self.init(
            place: place, issuer: issuer, clock: clock, lifetimes: lifetimes, allowedHosts: allowedHosts,
            providerTimeout: providerTimeout, masterKey: template.masterKey, administratorToken: template.token,
            administratorKeyFile: template.keyFile)
    }

    /// A service of its own on a copy of this one's store, a second later.
    package func copy() async throws -> TestServer {
        try await TestServer(
            place: place.copy(), issuer: issuer, clock: TestClock(start: clock.now + .seconds(1)),
            lifetimes: TokenLifetimes(), allowedHosts: allowedHosts, masterKey: masterKey,
            administratorToken: administratorToken,
            administratorKeyFile: administratorKeyFile)
    }

    /// Another node on the same store.
    package func node(allowedHosts: Set<String> = []) async throws -> TestServer {
        try await TestServer(
            place: place, issuer: issuer, clock: clock, lifetimes: TokenLifetimes(), allowedHosts: allowedHosts,
            masterKey: masterKey,
            administratorToken: administratorToken, administratorKeyFile: administratorKeyFile)
    }

    private init(
        place: StorePlace, issuer: String, clock: TestClock, lifetimes: TokenLifetimes, allowedHosts: Set<String>,
        providerTimeout: Duration = .seconds(120), masterKey: MasterKey, administratorToken: String,
        administratorKeyFile: JSONValue
    ) async throws {
        self.place = place
        self.issuer = issuer
        self.clock = clock
        self.masterKey = masterKey
        self.allowedHosts = allowedHosts
        self.administratorToken = administratorToken
        self.administratorKeyFile = administratorKeyFile
        let ids = IDGenerator(clock: clock.wallClock, node: Self.nextNode())
        let (recorder, mailbox) = (log, mailbox)
        var outbound = OutboundConfiguration()
        outbound.console = { mailbox.append($0) }
        outbound.allowedHosts = allowedHosts
        outbound.providerTimeout = providerTimeout
        let log = Log(minimum: .debug, clock: clock.wallClock, sink: { recorder.append($0) })
        database = try Database(place.driver(), ids: ids, log: log)
        let instance = try await InstanceSetup.load(database, masterKey: masterKey)
        service = Service(
            externalURL: issuer, externalHost: "localhost", instance: instance, lifetimes: lifetimes,
            webKeyRotation: nil,
            surroundings: .init(
                database: database, masterKey: masterKey, ids: ids, clock: clock.wallClock, log: log,
                hasher: hasher, patience: clock.patience, outbound: outbound))
        organizationID = instance.defaultOrganizationID.rawValue
    }

    private static let nodeCount = Atomic<UInt16>(0)

    /// A number that no other process with the same store has: at one moment of a clock that stands still, two would make
    /// the same identifiers. The template of all stores has 0.
    private static func nextNode() -> UInt16 {
        1 + nodeCount.wrappingAdd(1, ordering: .relaxed).oldValue % 16_383
    }

    /// Lets the disk fail under the store, as one does that broke or was remounted read-only: changes are errors of the
    /// system, and what was written before can be read. Or lets it work again.
    package func setDiskWritable(_ isWritable: Bool) async throws {
        try await place.setDiskWritable(isWritable)
    }

    package func send(_ request: HTTPRequest) async throws -> TestResponse {
        let response = try await TestResponse(service.router.respond(to: request))
        try ContractCheck(service.apiMethods)(request, response)
        return response
    }

    package func get(_ target: String, token: String? = nil) async throws -> TestResponse {
        try await send(HTTPRequest(.get, target, fields: Self.fields(token.map { "Bearer \($0)" })))
    }

    /// Posts a form.
    package func post(
        _ path: String, _ form: [(String, String)], authorization: String? = nil, accept: String? = nil
    ) async throws -> TestResponse {
        var fields = Self.fields(authorization)
        fields.set("Content-Type", "application/x-www-form-urlencoded")
        if let accept { fields.set("Accept", accept) }
        let body = form.map { "\(FormCoding.encode($0.0))=\(FormCoding.encode($0.1))" }.joined(separator: "&")
        return try await send(HTTPRequest(.post, path, fields: fields, body: Array(body.utf8)))
    }

    /// Calls a method of the administration API over Connect and expects it to succeed.
    @discardableResult
    package func call(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> JSONValue {
        let response = try await tryCall(method, message, token: token)
        guard response.status == .ok else { throw UnexpectedResponse(method: method, text: response.text) }
        return try response.json
    }

    package func tryCall(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> TestResponse {
        var fields = Self.fields("Bearer \(token ?? administratorToken)")
        fields.set("Content-Type", "application/json")
        return try await send(HTTPRequest(.post, "/\(method)", fields: fields, body: message.utf8))
    }

    private static func fields(_ authorization: String?) -> HTTPFields {
        authorization.map { ["Authorization": $0] } ?? [:]
    }

    package struct UnexpectedResponse: Error, CustomStringConvertible {
        let method: String
        let text: String
        package var description: String { "\(method) answered \(text)" }
    }
}

/// A store that was set up once for all tests.
private struct TestServerTemplate: Sendable {
    private let original: StorePlace
    package let masterKey: MasterKey
    let token: String
    let keyFile: JSONValue

    static let shared = Task { try await TestServerTemplate() }

    private init() async throws {
        original = try await StorePlace(.sqlite)
        masterKey = MasterKey.random()
        let clock = TestClock().wallClock
        let ids = IDGenerator(clock: clock, node: 0)
        let database = try Database(original.driver(), ids: ids, log: .none)
        _ = try await database.migrate(at: clock.now())
        var first = FirstInstance()
        first.machine = .init(
            username: "root", name: "Root", keyExpiry: .distantFuture, tokenExpiry: .distantFuture)
        let setup = InstanceSetup(
            database: database, masterKey: masterKey, ids: ids, clock: clock, instanceDomain: "localhost",
            externalURL: TestServer.issuer)
        let made = try await setup.runIfEmpty(first)?.machine
        let keys = SigningKeys(database: database, clock: clock, masterKey: masterKey, log: .none)
        try await WebKeys(database: database, ids: ids, clock: clock, masterKey: masterKey, signingKeys: keys).ensure()
        await database.close()
        guard let token = made?.personalAccessToken, let file = made?.keyFile else { throw NotSetUp() }
        self.token = token.exposed
        keyFile = try JSONValue(parsing: file.exposed.utf8)
    }

    /// A copy.
    func place(on engine: StoreEngine) async throws -> StorePlace {
        guard engine != original.engine else { return try await original.copy() }
        let place = try await StorePlace(engine, isForService: true)
        try await place.fill(from: original.driver())
        return place
    }

    private struct NotSetUp: Error {}
}
