internal import API
internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// The web key service with the keys of a second node on the same store.
struct WebKeysFixture {
    static let service = "zitadel.webkey.v2.WebKeyService"

    let api: TestAPI
    let webKeys: WebKeys
    let signingKeys: SigningKeys
    let otherNode: SigningKeys
    let masterKey: MasterKey

    init() async throws {
        var made: (WebKeys, SigningKeys)?
        let masterKey = MasterKey.random()
        api = try await TestAPI { database, ids, clock in
            let signing = SigningKeys(database: database, clock: clock, masterKey: masterKey, log: .none)
            let keys = WebKeys(
                database: database, ids: ids, clock: clock, masterKey: masterKey, signingKeys: signing)
            made = (keys, signing)
            return APIMethod.webKeyService(keys)
        }
        (webKeys, signingKeys) = try #require(made)
        self.masterKey = masterKey
        otherNode = SigningKeys(
            database: api.database, clock: api.clock.wallClock, masterKey: masterKey, log: .none)
    }

    func call(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        try await api.connect("\(Self.service)/\(method)", message, as: user)
    }

    /// Creates an Ed25519 key, the cheapest to make.
    func create(_ message: JSONValue = ["ed25519": [:]]) async throws -> String {
        let response = try await call("CreateWebKey", message)
        return try #require(try response.json["id"]?.stringValue, "\(response.text)")
    }

    func list() async throws -> [JSONValue] {
        try await call("ListWebKeys").json["webKeys"]?.arrayValue ?? []
    }

    func states() async throws -> [String?] {
        try await list().map { $0["state"]?.stringValue }
    }
}
