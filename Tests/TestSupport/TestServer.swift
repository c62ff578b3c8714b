package import App
internal import Crypto
internal import Domain
internal import FoundationEssentials
package import HTTP
internal import Model
package import OAuth
package import Platform
internal import SQLite
package import Storage

/// The whole service in process: real router, real SQL on SQLite, real cryptography, and a clock that the test moves.
///
/// The store is a copy of one that was set up once, with the machine user `root`, who administers the instance and has
/// a key and a personal access token. Everything else is made through the service's own API.
package struct TestServer: Sendable {
    package static let issuer = "http://localhost:8080"

    package let clock: TestClock
    package let database: Database
    package let service: Service
    /// Of `root`.
    package let administratorToken: String
    /// Of `root`: the JSON key file.
    package let administratorKeyFile: JSONValue
    package let organizationID: String
    package let log = LogRecorder()
    private let directory: TemporaryDirectory
    private let masterKey: MasterKey

    package init(lifetimes: TokenLifetimes = TokenLifetimes()) async throws {
        let template = try await TestServerTemplate.shared.value
        let directory = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: template.path, toPath: Self.storePath(in: directory))
        try await self.init(
            directory: directory, clock: TestClock(), lifetimes: lifetimes, masterKey: template.masterKey,
            administratorToken: template.token, administratorKeyFile: template.keyFile)
    }

    /// A service of its own on a copy of this one's store, a second later.
    package func copy() async throws -> TestServer {
        let directory = try TemporaryDirectory()
        try await database.backup(to: Self.storePath(in: directory))
        return try await TestServer(
            directory: directory, clock: TestClock(start: clock.now + .seconds(1)), lifetimes: TokenLifetimes(),
            masterKey: masterKey, administratorToken: administratorToken, administratorKeyFile: administratorKeyFile)
    }

    /// Another node on the same store.
    package func node() async throws -> TestServer {
        try await TestServer(
            directory: directory, clock: clock, lifetimes: TokenLifetimes(), masterKey: masterKey,
            administratorToken: administratorToken, administratorKeyFile: administratorKeyFile)
    }

    private init(
        directory: TemporaryDirectory, clock: TestClock, lifetimes: TokenLifetimes, masterKey: MasterKey,
        administratorToken: String, administratorKeyFile: JSONValue
    ) async throws {
        self.directory = directory
        self.clock = clock
        self.masterKey = masterKey
        self.administratorToken = administratorToken
        self.administratorKeyFile = administratorKeyFile
        let ids = IDGenerator(clock: clock.wallClock)
        let recorder = log
        let log = Log(minimum: .debug, clock: clock.wallClock, sink: { recorder.append($0) })
        database = try Database(SQLiteDriver(path: Self.storePath(in: directory)), ids: ids, log: log)
        let instance = try await InstanceSetup.load(database, masterKey: masterKey)
        service = Service(
            externalURL: Self.issuer, externalHost: "localhost", instance: instance, lifetimes: lifetimes,
            webKeyRotation: nil,
            surroundings: .init(
                database: database, masterKey: masterKey, ids: ids, clock: clock.wallClock, log: log))
        organizationID = instance.defaultOrganizationID.rawValue
    }

    var storePath: String { Self.storePath(in: directory) }

    private static func storePath(in directory: TemporaryDirectory) -> String {
        "\(directory.path)/store.db"
    }

    package func send(_ request: HTTPRequest) async throws -> TestResponse {
        try await TestResponse(service.router.respond(to: request))
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
    let directory: TemporaryDirectory
    let path: String
    let masterKey: MasterKey
    let token: String
    let keyFile: JSONValue

    static let shared = Task { try await TestServerTemplate() }

    private init() async throws {
        directory = try TemporaryDirectory()
        path = "\(directory.path)/store.db"
        masterKey = MasterKey.random()
        let clock = TestClock().wallClock
        let ids = IDGenerator(clock: clock)
        let database = try Database(SQLiteDriver(path: path), ids: ids, log: .none)
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

    private struct NotSetUp: Error {}
}
