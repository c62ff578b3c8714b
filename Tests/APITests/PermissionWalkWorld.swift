internal import API
internal import App
internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The whole service with one object of every kind in organization A, and callers of every relation to it. What
/// belongs to A has an identifier that ends in `-of-a`, so that an answer which tells of it is recognised.
struct WalkWorld: Sendable {
    enum Caller: String, Sendable, CaseIterable {
        /// IAM_OWNER.
        case root
        /// ORG_OWNER of A.
        case owner = "owner-of-a"
        /// IAM_OWNER_VIEWER.
        case viewer = "viewer"
        /// IAM_LOGIN_CLIENT, which alone may link sessions.
        case loginClient = "login-client"
        /// The machine user that the messages are about; it has no role.
        case target = "target-of-a"
        /// The person that the messages about people are about; without a role, and with the token of a session.
        case human = "human-of-a"
        /// A machine user of B without any role.
        case stranger = "stranger-of-b"
        /// ORG_OWNER of B.
        case foreignOwner = "owner-of-b"
    }

    enum Wire: Sendable {
        case connect, rest
    }

    /// Set up once. Whoever changes something does it in a ``copy()``.
    static func shared() async throws -> WalkWorld {
        try await made.value
    }

    private static let made = Task { try await WalkWorld() }

    let server: TestServer
    private let tokens: [Caller: String]
    /// What the `$names` in messages stand for.
    private let values: [String: JSONValue]

    private init() async throws {
        server = try await TestServer()
        let builder = WalkBuilder(server: server)
        try await builder.makeOrganizations()
        try await builder.makeUsers()
        try await builder.makeProject()
        values = try await builder.makeCredentials()
        tokens = try await builder.makeTokens()
    }

    private init(_ server: TestServer, _ original: WalkWorld, _ values: [String: JSONValue]) {
        self.server = server
        tokens = original.tokens
        self.values = values
    }

    func copy() async throws -> WalkWorld {
        WalkWorld(try await server.copy(), self, values)
    }

    /// The same world in which messages may name one more value.
    func adding(_ name: String, _ value: JSONValue) -> WalkWorld {
        WalkWorld(server, self, values.merging([name: value]) { $1 })
    }

    func token(_ caller: Caller) throws -> String {
        try #require(tokens[caller])
    }

    func method(_ row: WalkRow) throws -> APIMethod {
        try #require(server.service.apiMethods.first { $0.walkName == row.method }, "there is no such method")
    }

    func wires(_ row: WalkRow) throws -> [Wire] {
        let method = try method(row)
        return (method.connectName == nil ? [] : [.connect]) + (method.rest == nil ? [] : [.rest])
    }

    func call(
        _ row: WalkRow, over wire: Wire, as caller: Caller, organization: String? = "org-of-a"
    ) async throws -> TestResponse {
        try await call(row, over: wire, authorization: "Bearer \(token(caller))", organization: organization)
    }

    func call(
        _ row: WalkRow, over wire: Wire, authorization: String?, organization: String? = nil
    ) async throws -> TestResponse {
        let method = try method(row)
        let message = try #require(resolved(row.message).objectValue)
        var fields: HTTPFields = ["Content-Type": "application/json"]
        if let authorization { fields.set("Authorization", authorization) }
        if let organization { fields.set("x-zitadel-orgid", organization) }
        switch wire {
        case .connect:
            let path = "/\(try #require(method.connectName))"
            return try await server.send(
                HTTPRequest(.post, path, fields: fields, body: JSONValue.object(message).utf8))
        case .rest:
            return try await server.send(WalkRequest(try #require(method.rest), message).request(fields))
        }
    }

    /// Does what a row needs to have been done before.
    func prepare(_ row: WalkRow) async throws {
        for preparation in row.preparation {
            let before = WalkRow(.write, preparation.method, preparation.message)
            let response = try await call(before, over: try #require(wires(before).first), as: .root)
            try #require(response.status == .ok, "\(response.text)")
        }
    }

    /// How many changes were made to anything that does not belong to B.
    func changesOutsideOfB() async throws -> Int64? {
        try await server.database.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM events WHERE COALESCE(organization_id, '') <> 'org-of-b'") {
                (row) throws(DomainError) in try row.integer("n")
            }
        }
    }

    private func resolved(_ value: JSONValue) throws -> JSONValue {
        switch value {
        case .string(let text) where text.hasPrefix("$"): try #require(values[String(text.dropFirst())])
        case .array(let elements): .array(try elements.map(resolved))
        case .object(let object):
            .object(
                JSONObject(
                    uniqueMembers: try object.members.map { .init(name: $0.name, value: try resolved($0.value)) }))
        case .null, .bool, .integer, .number, .string: value
        }
    }
}

extension APIMethod {
    /// The Connect name, or method and pattern of what is REST only.
    var walkName: String {
        if let connectName { return connectName.description }
        return rest.map { "\($0.method) \($0.pattern)" } ?? ""
    }

    /// What a caller needs, besides a token.
    var permission: Permission? {
        switch access {
        case .gate(let permission), .object(let permission), .objectOrSelf(let permission), .rows(let permission):
            permission
        case .authenticated: nil
        }
    }
}

/// A message in the REST form: what the pattern names goes into the path, the rest into body or query.
private struct WalkRequest {
    private let rest: APIMethod.REST
    private var path = ""
    private var message: JSONObject

    init(_ rest: APIMethod.REST, _ message: JSONObject) throws {
        self.rest = rest
        self.message = message
        for segment in rest.pattern.split(separator: "/") {
            guard segment.hasPrefix("{") else {
                path += "/\(segment)"
                continue
            }
            let words = segment.dropFirst().dropLast().split(separator: "_")
            let name = words.dropFirst().reduce(String(words[0])) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
            path += "/" + FormCoding.encode(try #require(message[name]?.stringValue))
            self.message[name] = nil
        }
    }

    func request(_ fields: HTTPFields) -> HTTPRequest {
        if rest.hasBody {
            return HTTPRequest(rest.method, path: path, fields: fields, body: JSONValue.object(message).utf8)
        }
        let pairs = message.members.flatMap { Self.query($0.name, $0.value) }
        return HTTPRequest(
            rest.method, path: path, query: pairs.isEmpty ? nil : pairs.joined(separator: "&"), fields: fields)
    }

    /// Fields of messages are named with dots, and those of lists are repeated.
    private static func query(_ name: String, _ value: JSONValue) -> [String] {
        switch value {
        case .object(let object): object.members.flatMap { query("\(name).\($0.name)", $0.value) }
        case .array(let elements): elements.flatMap { query(name, $0) }
        case .string(let text): ["\(name)=\(FormCoding.encode(text))"]
        case .null: []
        case .bool, .integer, .number: ["\(name)=\(value.text)"]
        }
    }
}
