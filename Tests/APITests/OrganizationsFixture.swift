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

/// The organization service; see ``TestAPI`` for who is in the store.
struct OrganizationsFixture {
    static let service = "zitadel.org.v2.OrganizationService"

    let api: TestAPI

    init(requiresDomainValidation: Bool = false) async throws {
        api = try await TestAPI { database, ids, clock in
            APIMethod.organizationService(
                Organizations(
                    database: database, ids: ids, clock: clock,
                    humans: Humans.test(database, ids, clock, MasterKey.random()), instanceDomain: "localhost"))
        }
        guard requiresDomainValidation else { return }
        var settings = DomainSettings()
        settings.requiresDomainVerification = true
        let now = api.clock.now
        try await api.database.write { [settings] (tx) throws(DomainError) in
            try tx.put(settings, of: nil, sequence: 1, at: now)
        }
    }

    func call(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        try await api.connect("\(Self.service)/\(method)", message, as: user)
    }

    /// Adds an organization.
    func add(_ name: String, id: String) async throws {
        let response = try await call("AddOrganization", ["name": .string(name), "organizationId": .string(id)])
        try #require(response.status == .ok, "\(response.text)")
    }

    /// The names of the organizations that a search finds, the oldest first.
    func names(_ search: JSONValue = [:], as user: String = "root") async throws -> [String?] {
        var search = try #require(search.objectValue)
        search["query"] = ["asc": true]
        let response = try await call("ListOrganizations", .object(search), as: user)
        try #require(response.status == .ok, "\(response.text)")
        let result = try response.json["result"]?.arrayValue ?? []
        let total = try response.json["details"]?["totalResult"]?.stringValue
        #expect(total == (result.isEmpty ? nil : String(result.count)))
        return result.map { $0["name"]?.stringValue }
    }

    /// Makes one organization the instance's default, and another one the home of the service's own project.
    func setInstance(defaultOrganization: String, projectIn owner: String) async throws {
        try await api.database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO projects (
                    id, organization_id, name, name_folded, state, role_assertion, authorization_required,
                    access_required, private_labeling, created_at, changed_at
                ) VALUES ('own', $1, 'Own', 'own', 'active', FALSE, FALSE, FALSE, 'unspecified', 0, 0)
                """,
                owner)
            try tx.execute(
                """
                INSERT INTO instance (id, name, default_organization_id, project_id, master_key_check, created_at)
                VALUES ('1', 'Test', $1, 'own', $2, 0)
                """,
                defaultOrganization, [0] as [UInt8])
        }
    }

    func domains(of organization: String, _ message: JSONObject = [:]) async throws -> [JSONValue] {
        var message = message
        message["organizationId"] = .string(organization)
        message["pagination"] = message["pagination"] ?? ["asc": true]
        let response = try await call("ListOrganizationDomains", .object(message))
        try #require(response.status == .ok, "\(response.text)")
        return try response.json["domains"]?.arrayValue ?? []
    }

    func history(of organization: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all(
                """
                SELECT type FROM events WHERE aggregate_type = 'organization' AND aggregate_id = $1 ORDER BY sequence
                """,
                organization
            ) { (row) throws(DomainError) in try row.text("type") }
        }
    }
}
