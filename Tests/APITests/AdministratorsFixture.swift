internal import API
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The administrators' service. `acme` has the project `p`, of which `other` holds the grant `g`; see ``TestAPI`` for
/// who is in the store besides.
struct AdministratorsFixture {
    static let service = "zitadel.internal_permission.v2.InternalPermissionService"
    static let instance: JSONValue = ["instance": true]
    static let organization: JSONValue = ["organizationId": "acme"]
    static let project: JSONValue = ["projectId": "p"]
    static let grant: JSONValue = ["projectGrant": ["projectId": "p", "organizationId": "other"]]

    let api: TestAPI

    init() async throws {
        api = try await TestAPI { database, _, clock in
            APIMethod.internalPermissionService(Administrators(database: database, clock: clock))
        }
        let now = api.clock.now
        try await api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                Project(id: "p", organizationID: "acme", name: "Rockets", createdAt: now, changedAt: now))
            try tx.insert(
                ProjectGrant(
                    id: "g", projectID: "p", grantedOrganizationID: "other", roleKeys: [], createdAt: now,
                    changedAt: now))
        }
    }

    func call(_ method: String, _ message: JSONValue = [:], as user: String = "root") async throws -> TestResponse {
        try await api.connect("\(Self.service)/\(method)", message, as: user)
    }

    /// Calls a method about one user's roles over one resource.
    func call(
        _ method: String, _ user: String, over resource: JSONValue, _ roles: [String]? = nil,
        as caller: String = "root"
    ) async throws -> TestResponse {
        var message: JSONObject = ["userId": .string(user), "resource": resource]
        if let roles { message["roles"] = .array(roles.map { .string($0) }) }
        return try await call(method, .object(message), as: caller)
    }

    func make(_ user: String, _ roles: String..., over resource: JSONValue) async throws {
        let response = try await call("CreateAdministrator", user, over: resource, roles)
        try #require(response.status == .ok, "\(response.text)")
    }

    /// What a search finds, each as `user scope`, the oldest first.
    func found(_ filters: JSONValue = [], as user: String = "root") async throws -> [String] {
        let response = try await call(
            "ListAdministrators", ["filters": filters, "pagination": ["asc": true]], as: user)
        try #require(response.status == .ok, "\(response.text)")
        let rows = try response.json["administrators"]?.arrayValue ?? []
        let total = try response.json["pagination"]?["totalResult"]?.stringValue
        #expect(total == (rows.isEmpty ? nil : String(rows.count)))
        return rows.map { row in
            let scope = ["instance", "organization", "project", "projectGrant"].first { row[$0] != nil }
            return "\(row["user"]?["id"]?.stringValue ?? "?") \(scope ?? "?")"
        }
    }

    func roles(of user: User.ID, over resource: AdministratedResource) async throws -> [Role]? {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.administrator(user, of: resource)?.roles
        }
    }

    func history(_ aggregate: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT type FROM events WHERE aggregate_type = $1 ORDER BY sequence", aggregate) {
                (row) throws(DomainError) in try row.text("type")
            }
        }
    }
}
