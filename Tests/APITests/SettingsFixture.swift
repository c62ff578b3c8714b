internal import API
internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The settings service and the policies of the older API; see ``TestAPI`` for who is in the store.
struct SettingsFixture {
    static let service = "zitadel.settings.v2.SettingsService"

    let api: TestAPI

    init() async throws {
        let made = Timestamp(milliseconds: 1_700_000_000_000)
        api = try await TestAPI { database, ids, clock in
            let instance = Instance(
                id: "instance", name: "Test", defaultOrganizationID: "acme", projectID: "own", createdAt: made)
            let settings = Settings(database: database, instance: instance, clock: clock)
            return APIMethod.settingsService(settings) + APIMethod.managementPolicies(settings)
                + APIMethod.adminPolicies(settings)
                + APIMethod.identityProviders(
                    IdentityProviders(
                        database: database, ids: ids, clock: clock, masterKey: .random(), instance: instance))
                + APIMethod.userService(
                    Users(database: database, ids: ids, clock: clock),
                    Humans.test(database, ids, clock, .random()),
                    MachineCredentials(database: database, ids: ids, clock: clock),
                    PersonalAccessTokens(
                        database: database, ids: ids, clock: clock, sealer: TokenSealer(masterKey: .random())))
        }
    }

    func get(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        try await api.connect("\(Self.service)/\(method)", message, as: user)
    }

    /// The `settings` that a reply shows.
    func settings(_ method: String, of organization: String? = nil) async throws -> JSONValue? {
        let context: JSONValue = organization.map { ["orgId": .string($0)] } ?? ["instance": true]
        let response = try await get(method, ["ctx": context])
        try #require(response.status == .ok, "\(response.text)")
        return try response.json["settings"]
    }

    /// A call below `/management/v1/policies/`, about acme.
    func own(
        _ method: HTTPMethod, _ path: String, _ message: JSONValue? = nil, as user: String = "acme-owner"
    ) async throws -> TestResponse {
        try await api.rest(method, "/management/v1/policies/\(path)", message, as: user)
    }

    /// A call below `/admin/v1/`.
    func admin(
        _ method: HTTPMethod, _ path: String, _ message: JSONValue? = nil, as user: String = "root"
    ) async throws -> TestResponse {
        try await api.rest(method, "/admin/v1/\(path)", message, as: user)
    }

    func history(_ aggregate: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT type FROM events WHERE aggregate_id = $1 ORDER BY sequence", aggregate
            ) { (row) throws(DomainError) in try row.text("type") }
        }
    }
}

extension TestResponse {
    /// The status and the id of an error; the empty text for what went well.
    func expect(_ status: HTTPStatus, _ id: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(self.status == status, "\(text)", sourceLocation: sourceLocation)
        #expect(text.contains(id), "\(text)", sourceLocation: sourceLocation)
    }
}
