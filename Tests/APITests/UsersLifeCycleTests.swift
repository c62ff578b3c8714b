internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User states and removal")
struct UsersLifeCycleTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    /// From each state by each call: the new state, or the refusal of the current and of the older API.
    static let transitions: [(User.State, String, User.State?, String, String)] = [
        (.active, "Deactivate", .inactive, "", ""),
        (.inactive, "Deactivate", nil, "User already inactive (COMMAND-5gunjw0cd7)", "COMMAND-5M0sf"),
        (.locked, "Deactivate", .inactive, "", ""),
        (.initial, "Deactivate", nil, "COMMAND-gvx4kct9r2", "COMMAND-ke0fw"),
        (.active, "Reactivate", nil, "User is not inactive (COMMAND-s5qqcz97hf)", "COMMAND-6M0sf"),
        (.inactive, "Reactivate", .active, "", ""),
        (.locked, "Reactivate", nil, "COMMAND-s5qqcz97hf", "COMMAND-6M0sf"),
        (.initial, "Reactivate", nil, "COMMAND-s5qqcz97hf", "COMMAND-6M0sf"),
        (.active, "Lock", .locked, "", ""),
        (.inactive, "Lock", nil, "User is not active or initial (COMMAND-lgws8wtsqf)", "COMMAND-3NN8v"),
        (.locked, "Lock", nil, "COMMAND-lgws8wtsqf", "COMMAND-3NN8v"),
        (.initial, "Lock", .locked, "", ""),
        (.active, "Unlock", nil, "User is not locked (COMMAND-olb9vb0oca)", "COMMAND-4M0ds"),
        (.inactive, "Unlock", nil, "COMMAND-olb9vb0oca", "COMMAND-4M0ds"),
        (.locked, "Unlock", .active, "", ""),
        (.initial, "Unlock", nil, "COMMAND-olb9vb0oca", "COMMAND-4M0ds"),
    ]

    @Test(arguments: transitions, ["robot", "minnie"])
    func `each call leads from each state to the next or is refused`(
        transition: (from: User.State, call: String, to: User.State?, refusal: String, older: String), user: String
    ) async throws {
        try await fixture.setState(transition.from, of: user)
        let response = try await fixture.call("\(transition.call)User", ["userId": .string(user)], as: "acme-owner")
        guard let destination = transition.to else {
            expect(response, .badRequest, containing: transition.refusal)
            #expect(try await fixture.user(user).state == transition.from)
            #expect(try await fixture.history(of: user) == [])
            return
        }
        let details: JSONValue = [
            "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme",
        ]
        #expect(try response.json == ["details": details])
        #expect(try await fixture.user(user).state == destination)
    }

    @Test(arguments: transitions)
    func `the management API refuses with identifiers of its own`(
        transition: (from: User.State, call: String, to: User.State?, refusal: String, older: String)
    ) async throws {
        try await fixture.setState(transition.from, of: "robot")
        let response = try await fixture.manage(.post, "/robot/_\(transition.call.lowercased())", [:])
        // The one refusal that claims that there is no such user.
        let refused: HTTPStatus = transition.older == "COMMAND-ke0fw" ? .notFound : .badRequest
        expect(response, transition.to == nil ? refused : .ok, containing: transition.older)
    }

    @Test(
        arguments: [
            ("DeactivateUser", "deactivate", "COMMAND-5gp2p62iin", "COMMAND-3M9ds"),
            ("ReactivateUser", "reactivate", "COMMAND-9hy5kzbuk6", "COMMAND-4M0sd"),
            ("LockUser", "lock", "COMMAND-450yxuqrh1", "COMMAND-5M9fs"),
            ("UnlockUser", "unlock", "COMMAND-x377t913pw", "COMMAND-M0dos"),
        ])
    func `unknown and foreign users are not found, and nobody changes itself`(
        method: String, verb: String, current: String, older: String
    ) async throws {
        expect(try await fixture.call(method, ["userId": "gone"]), .notFound, containing: current)
        expect(
            try await fixture.api.rest(.post, "/v2/users/gone/\(verb)", as: "nobody"), .notFound, containing: current)
        expect(try await fixture.call(method), .badRequest, containing: "invalid \(method)Request.UserId")
        for user in ["other-owner", "nobody", "robot"] {
            expect(
                try await fixture.call(method, ["userId": "robot"], as: user), .notFound, containing: "AUTHZ-cdgFk")
        }
        expect(try await fixture.manage(.post, "/gone/_\(verb)"), .notFound, containing: older)
        expect(try await fixture.manage(.post, "/other-robot/_\(verb)"), .notFound, containing: older)
    }

    @Test(arguments: [("Deactivate", "Reactivate"), ("Lock", "Unlock")])
    func `what was issued until now dies, and stays dead`(ending: String, restoring: String) async throws {
        fixture.api.clock.advance(by: .minutes(1))
        let end = fixture.api.clock.now
        expect(try await fixture.call("\(ending)User", ["userId": "robot"]), .ok)
        #expect(try await fixture.user("robot").tokensValidFrom == end + .milliseconds(1))
        fixture.api.clock.advance(by: .minutes(1))
        expect(try await fixture.call("\(restoring)User", ["userId": "robot"]), .ok)
        #expect(try await fixture.user("robot").tokensValidFrom == end + .milliseconds(1))
        let later = fixture.api.clock.now
        for (issued, isAlive) in [(end, false), (end + .milliseconds(1), true), (later, true)] {
            let subject = try await fixture.api.database.read(
                .activeSubject("robot", ofToken: "t", issuedAt: issued))
            #expect((subject != nil) == isAlive)
        }
    }

    @Test func `the end of tokens is never moved back`() async throws {
        expect(try await fixture.call("DeactivateUser", ["userId": "robot"]), .ok)
        let end = try await fixture.user("robot").tokensValidFrom
        expect(try await fixture.call("ReactivateUser", ["userId": "robot"]), .ok)
        fixture.api.clock.advance(by: .hours(-1))
        expect(try await fixture.call("LockUser", ["userId": "robot"]), .ok)
        #expect(try await fixture.user("robot").tokensValidFrom == end)
    }

    @Test func `of many calls one locks`() async throws {
        let fixture = fixture
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<20 { group.addTask { try await fixture.call("LockUser", ["userId": "robot"]).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count(where: { $0 == .ok }) == 1)
        #expect(try await fixture.history(of: "robot") == ["user.locked"])
    }

    @Test func `a user goes with everything that belongs to it`() async throws {
        expect(try await fixture.call("AddSecret", ["userId": "acme-owner"]), .ok)
        expect(
            try await fixture.call(
                "AddPersonalAccessToken", ["userId": "acme-owner", "expirationDate": "2030-01-01T00:00:00Z"]), .ok)
        expect(
            try await fixture.call(
                "SetUserMetadata", ["userId": "acme-owner", "metadata": [["key": "k", "value": "eA=="]]]), .ok)
        let response = try await fixture.api.rest(.delete, "/v2/users/acme-owner")
        #expect(
            try response.json == [
                "details": ["sequence": "4", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme"]
            ])
        expect(try await fixture.call("GetUserByID", ["userId": "acme-owner"]), .notFound, containing: "QUERY-Dfbg2")
        expect(
            try await fixture.call("DeleteUser", ["userId": "acme-owner"]), .notFound, containing: "COMMAND-bd4ir1mblj")
        for table in try await fixture.rowsAboutUsers() {
            #expect(!table.users.contains("acme-owner"), "\(table.name)")
        }
        #expect(try await fixture.history(of: "acme-owner").last == "user.removed")
    }

    @Test(
        arguments: [
            ("root", HTTPStatus.ok, ""), ("acme-owner", .ok, ""), ("other-owner", .notFound, "AUTHZ-cdgFk"),
            ("nobody", .notFound, "AUTHZ-cdgFk"), ("robot", .notFound, "AUTHZ-cdgFk"),
            ("minnie", .forbidden, "AUTH-AWfge"),
        ])
    func `who may remove a machine user`(user: String, status: HTTPStatus, text: String) async throws {
        try await fixture.give([.orgUserSelfManager], to: "minnie")
        expect(try await fixture.call("DeleteUser", ["userId": "robot"], as: user), status, containing: text)
    }

    @Test(arguments: ["LockUser", "DeactivateUser", "DeleteUser"])
    func `the last owner of the instance stays`(method: String) async throws {
        expect(
            try await fixture.call(method, ["userId": "root"]), .badRequest,
            containing: "The last IAM_OWNER of the instance must remain (INSTANCE-0wn3r)")
        #expect(try await fixture.user("root").state == .active)
        #expect(try await fixture.history(of: "root") == [])
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                Administrator(
                    userID: "robot", resource: .instance, roles: [.iamOwner], createdAt: now, changedAt: now))
        }
        expect(try await fixture.call(method, ["userId": "root"], as: "robot"), .ok)
        expect(try await fixture.call(method, ["userId": "robot"], as: "robot"), .badRequest)
    }

    @Test func `users remove themselves when a role allows it`() async throws {
        expect(try await fixture.call("DeleteUser", ["userId": "minnie"], as: "minnie"), .notFound)
        try await fixture.give([.orgUserSelfManager], to: "minnie")
        expect(try await fixture.call("DeleteUser", ["userId": "minnie"], as: "minnie"), .ok)
    }

    @Test(
        arguments: [
            (Role.orgUserManager, HTTPStatus.ok), (.orgOwnerViewer, .forbidden),
            (.orgUserPermissionEditor, .forbidden), (.orgSettingsManager, .forbidden),
        ])
    func `a role without the permission is refused`(role: Role, status: HTTPStatus) async throws {
        try await fixture.give([role], to: "minnie")
        for method in ["LockUser", "UnlockUser", "DeactivateUser", "ReactivateUser", "DeleteUser"] {
            expect(try await fixture.call(method, ["userId": "robot"], as: "minnie"), status)
        }
    }
}

extension UsersFixture {
    /// Makes the user an administrator of the organization `acme`.
    func give(_ roles: [Role], to user: String) async throws {
        let now = api.clock.now
        try await api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                Administrator(
                    userID: User.ID(user), resource: .organization("acme"), roles: roles, createdAt: now,
                    changedAt: now))
        }
    }

    /// Who has rows in the tables that belong to users.
    func rowsAboutUsers() async throws -> [(name: String, users: [String])] {
        try await api.database.read { (tx) throws(DomainError) in
            var tables: [(name: String, users: [String])] = []
            let queries: [StaticString] = [
                "SELECT user_id FROM machines", "SELECT user_id FROM humans", "SELECT user_id FROM user_metadata",
                "SELECT user_id FROM machine_keys", "SELECT user_id FROM personal_access_tokens",
                "SELECT user_id FROM administrators", "SELECT user_id FROM authorizations",
            ]
            for query in queries {
                let users = try tx.all(.literal(query)) { (row) throws(DomainError) in try row.text("user_id") }
                tables.append((query.description, users))
            }
            return tables
        }
    }
}
