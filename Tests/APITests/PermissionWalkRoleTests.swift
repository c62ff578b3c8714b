internal import API
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Every method of the running service: what each role allows")
struct PermissionWalkRoleTests {
    /// The shared world with a machine user of B for every role, who has that role and no other, over A or what is in it.
    private static let made = Task {
        let world = try await WalkWorld.shared().copy()
        var tokens: [Role: String] = [:]
        for role in Role.allCases { tokens[role] = try await world.addAdministrator(role) }
        return (world: world, tokens: tokens)
    }

    @Test(arguments: WalkRow.guarded)
    func `a role without the permission opens nothing, whatever else it allows`(
        row: WalkRow
    ) async throws {
        let (world, tokens) = try await Self.made.value
        let method = try world.method(row)
        // Some objects may be read with one of two permissions.
        let permissions = Set([row.permission, method.permission].compactMap(\.self))
        let before = try await world.changesOutsideOfB()
        for (role, token) in tokens where role.permissions.isDisjoint(with: permissions) {
            for wire in try world.wires(row) {
                let response = try await world.call(
                    row, over: wire, authorization: "Bearer \(token)", organization: "org-of-a")
                if case .rows = method.access {
                    // Who has a role may see that.
                    #expect(response.status == .ok, "\(role): \(response.text)")
                    #expect(try response.rows.allSatisfy { $0.text.contains(role.userID) }, "\(response.text)")
                    #expect(try response.total == response.rows.count, "\(role): \(response.text)")
                } else {
                    #expect([.forbidden, .notFound].contains(response.status), "\(role): \(response.text)")
                    #expect(!response.text.contains("-of-a"), "\(role): \(response.text)")
                }
            }
        }
        #expect(try await world.changesOutsideOfB() == before)
    }

    // Each list as its rows are written: about objects of A.
    @Test(arguments: WalkRow.guarded.filter { $0.kind == .list })
    func `a list counts for every role the rows that it shows`(row: WalkRow) async throws {
        let (world, tokens) = try await Self.made.value
        guard case .rows = try world.method(row).access else { return }
        for (role, token) in tokens {
            for wire in try world.wires(row) {
                let response = try await world.call(
                    row, over: wire, authorization: "Bearer \(token)", organization: "org-of-a")
                #expect(response.status == .ok, "\(role): \(response.text)")
                #expect(try response.total == response.rows.count, "\(role): \(response.text)")
            }
        }
    }
}

extension Role {
    /// The user that has this role and no other.
    fileprivate var userID: String { "\(rawValue.lowercased())-of-b" }
}

extension WalkWorld {
    /// - Returns: the token of a new user of B.
    fileprivate func addAdministrator(_ role: Role) async throws -> String {
        let user = JSONValue.string(role.userID)
        let users = "zitadel.user.v2.UserService"
        try await server.call(
            "\(users)/CreateUser",
            ["organizationId": "org-of-b", "userId": user, "username": user, "machine": ["name": user]])
        let resource: JSONValue =
            switch role.rawValue.prefix(while: { $0 != "_" }) {
            case "IAM": ["instance": true]
            case "ORG": ["organizationId": "org-of-a"]
            default:
                role.rawValue.hasPrefix("PROJECT_GRANT_")
                    ? ["projectGrant": ["projectId": "project-of-a", "organizationId": "grantee"]]
                    : ["projectId": "project-of-a"]
            }
        try await server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": user, "resource": resource, "roles": [.string(role.rawValue)]])
        return try await server.text(
            server.call(
                "\(users)/AddPersonalAccessToken", ["userId": user, "expirationDate": "2030-01-01T00:00:00Z"]),
            "token")
    }
}
