internal import API
internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Outbound
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The calls about providers; see ``TestAPI`` for who is in the store.
struct ProviderFixture {
    let api: TestAPI
    let masterKey = MasterKey.random()

    init() async throws {
        let key = masterKey
        api = try await TestAPI { database, ids, clock in
            APIMethod.messageProviders(
                MessageProviders(
                    database: database, ids: ids, clock: clock, vault: ProviderVault(masterKey: key),
                    sender: MessageSender(
                        mail: SMTPClient(connections: 1), web: HTTPClient(.publicNetwork(), connections: 1)),
                    instance: Instance(
                        id: "instance", name: "Test", defaultOrganizationID: "acme", projectID: "own",
                        createdAt: Timestamp(seconds: 1_700_000_000)), instanceDomain: "id.example.com"))
        }
    }

    func send(
        _ method: HTTPMethod, _ path: String, _ message: JSONValue? = nil, as user: String = "root"
    ) async throws -> TestResponse {
        try await api.rest(method, "/admin/v1/\(path)", message, as: user)
    }

    func get(_ path: String) async throws -> JSONValue {
        let response = try await send(.get, path)
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }

    func add(_ path: String, _ message: JSONValue) async throws -> String {
        let response = try await send(.post, path, message)
        try #require(response.status == .ok, "\(response.text)")
        return try #require(response.json["id"]?.stringValue)
    }

    static let smtp: JSONObject = [
        "senderAddress": "sender@id.example.com", "senderName": "Acme", "tls": true, "host": "mail.example.com:587",
        "user": "postman", "password": "s3cr3t-password", "replyToAddress": "help@id.example.com",
        "description": "the first one",
    ]

    static func smtp(_ changes: JSONObject) -> JSONValue {
        var message = smtp
        for member in changes.members { message[member.name] = member.value }
        return .object(message)
    }

    /// What the store holds of a secret, opened.
    func secrets() async throws -> [[UInt8]] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT secret FROM message_providers ORDER BY created_at, id") {
                (row) throws(DomainError) in try row.optionalBlob("secret") ?? []
            }
        }
    }
}
