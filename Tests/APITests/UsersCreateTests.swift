internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/CreateUser")
struct UsersCreateTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test func `a machine user gets an identifier, which is its name too`() async throws {
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "machine": ["name": "Robot"]], as: "acme-owner")
        expect(response, .ok)
        let id = try #require(try response.json["id"]?.stringValue)
        #expect(try response.json == ["id": .string(id), "creationDate": "2026-01-05T10:00:00Z"])
        let user = try await fixture.user(id)
        #expect(user.username == id)
        #expect(user.state == .active)
        #expect(user.machine == Machine(name: "Robot"))
        #expect(try await fixture.history(of: id) == ["user.machine.added"])
    }

    @Test func `identifier, name, metadata and token type can be chosen, over REST`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users/new",
            [
                "organization_id": "acme", "user_id": "my-1", "username": "Worker",
                "machine": [
                    "name": "W", "description": "does work", "access_token_type": "ACCESS_TOKEN_TYPE_JWT",
                ],
                "metadata": [["key": " team ", "value": "ZGV2"]],
            ])
        expect(response, .ok)
        #expect(try response.json["id"] == "my-1")
        let user = try await fixture.user("my-1")
        #expect(user.username == "Worker")
        #expect(user.machine == Machine(name: "W", description: "does work", accessTokenType: .jwt))
        let metadata = try await fixture.api.database.read(.metadata(of: .user("my-1")))
        #expect(metadata.map(\.key) == ["team"])
        #expect(metadata.map(\.value) == [Array("dev".utf8)])
    }

    @Test(
        arguments: [
            ([:], HTTPStatus.badRequest, "invalid CreateUserRequest.OrganizationId: value length must be between 1"),
            (["organizationId": "acme"], .badRequest, "invalid CreateUserRequest.UserType: value is required"),
            (["organizationId": "acme", "machine": [:], "human": [:]], .badRequest, "oneof"),
            (["organizationId": "acme", "userId": "", "machine": ["name": "x"]], .badRequest, ".UserId:"),
            (["organizationId": "acme", "username": "", "machine": ["name": "x"]], .badRequest, ".Username:"),
            (["organizationId": "acme", "machine": [:]], .badRequest, "invalid CreateUserRequest_Machine.Name"),
            (["organizationId": "acme", "machine": ["name": "x", "description": ""]], .badRequest, ".Description:"),
            (["organizationId": "acme", "machine": ["name": " "]], .badRequest, "COMMAND-bs9Ds"),
            (["organizationId": "acme", "username": " ", "machine": ["name": "x"]], .badRequest, "COMMAND-bm9Ds"),
            (["organizationId": "acme", "machine": ["name": "x", "accessTokenType": 7]], .badRequest, "enum values"),
            (
                ["organizationId": "gone", "machine": ["name": "x"]], .badRequest,
                "Organisation not found (COMMAND-QXPGs)"
            ),
            (["organizationId": "acme", "userId": "robot", "machine": ["name": "x"]], .badRequest, "COMMAND-k2una"),
            (
                ["organizationId": "acme", "username": "ROBOT", "machine": ["name": "x"]], .conflict,
                "User already exists (V3-DKcYh)"
            ),
            (
                ["organizationId": "other", "username": "minnie", "machine": ["name": "x"]], .conflict, "V3-DKcYh"
            ),
            (
                ["organizationId": "acme", "machine": ["name": "x"], "metadata": [["key": "", "value": "eA=="]]],
                .badRequest, "invalid Metadata.Key"
            ),
            (
                ["organizationId": "acme", "machine": ["name": "x"], "metadata": [["key": " ", "value": "eA=="]]],
                .badRequest, "USER-Drght"
            ),
            (
                ["organizationId": "acme", "machine": ["name": "x"], "metadata": [["key": "k"]]], .badRequest,
                "USER-Dbgth"
            ),
            (
                ["organizationId": "acme", "human": [:]], .badRequest,
                "CreateUserRequest_Human.Profile: value is required"
            ),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a wrong request is refused`(message: JSONValue, status: HTTPStatus, text: String) async throws {
        expect(try await fixture.call("CreateUser", message), status, containing: text)
    }

    @Test(
        arguments: [
            ("other-owner", HTTPStatus.notFound, "AUTHZ-cdgFk"), ("nobody", .notFound, "AUTHZ-cdgFk"),
            ("robot", .notFound, "AUTHZ-cdgFk"), ("acme-owner", .ok, ""),
        ])
    func `the permission counts in the organization of the new user`(
        user: String, status: HTTPStatus, text: String
    ) async throws {
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "userId": "new", "machine": ["name": "x"]], as: user)
        expect(response, status, containing: text)
    }

    @Test func `a machine user cannot have the name of an application's client_id, a human can`() async throws {
        try await fixture.addApplication(clientID: "Client-1")
        for name in ["Client-1", "client-1"] {
            let response = try await fixture.call(
                "CreateUser", ["organizationId": "acme", "username": .string(name), "machine": ["name": "x"]])
            expect(response, .conflict, containing: "V3-DKcYh")
        }
        // The default name counts as well.
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "userId": "client-1", "machine": ["name": "x"]])
        expect(response, .conflict, containing: "V3-DKcYh")
        let renamed = try await fixture.call(
            "UpdateUser", ["userId": "robot", "username": "client-1", "machine": [:]])
        expect(renamed, .conflict, containing: "V3-DKcYh")
        expect(
            try await fixture.call("UpdateUser", ["userId": "minnie", "username": "client-1", "human": [:]]), .ok)
    }

    @Test func `of many users with one name exactly one is made`() async throws {
        let fixture = fixture
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let name = number.isMultiple(of: 2) ? "same" : "SAME"
                    return try await fixture.call(
                        "CreateUser", ["organizationId": "acme", "username": .string(name), "machine": ["name": "x"]]
                    ).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count(where: { $0 == .ok }) == 1)
        #expect(statuses.count(where: { $0 == .conflict }) == 19)
    }

    @Test func `identifier and name of a deleted user are free again`() async throws {
        expect(try await fixture.call("DeleteUser", ["userId": "robot"]), .ok)
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "other", "userId": "robot", "machine": ["name": "x"]])
        expect(response, .ok)
        #expect(try await fixture.user("robot").organizationID == "other")
        #expect(try await fixture.history(of: "robot") == ["user.removed", "user.machine.added"])
    }
}

extension UsersFixture {
    func addApplication(clientID: String) async throws {
        try await api.database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO projects (
                    id, organization_id, name, name_folded, state, role_assertion, authorization_required,
                    access_required, private_labeling, created_at, changed_at
                ) VALUES ('p', 'acme', 'p', 'p', 'active', FALSE, FALSE, FALSE, 'unspecified', 0, 0)
                """)
            try tx.execute(
                """
                INSERT INTO applications (
                    id, project_id, name, state, type, client_id, authentication_method, configuration, created_at,
                    changed_at
                ) VALUES ('a', 'p', 'a', 'active', 'api', $1, 'basic', '', 0, 0)
                """,
                Organization.ID(clientID))
        }
    }
}
