internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Management API: users")
struct ManagementUsersTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test func `a machine user is made in the caller's organization, or in the one of the header`() async throws {
        let message: JSONValue = [
            "userName": "bot", "name": "My Machine Account",
            "description": "First machine account used for API XY.",
            "accessTokenType": "ACCESS_TOKEN_TYPE_BEARER",
        ]
        let response = try await fixture.manage(.post, "/machine", message)
        expect(response, .ok)
        let id = try #require(try response.json["userId"]?.stringValue)
        #expect(
            try response.json == [
                "userId": .string(id),
                "details": ["sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme"],
            ])
        let user = try await fixture.user(id)
        #expect(user.organizationID == "acme")
        #expect(user.username == "bot")
        #expect(
            user.machine
                == Machine(name: "My Machine Account", description: "First machine account used for API XY."))
        let other = try await fixture.manage(
            .post, "/machine", ["userName": "bot2", "name": "x", "userId": "b2"], as: "root", organization: "other")
        expect(other, .ok)
        #expect(try await fixture.user("b2").organizationID == "other")
    }

    @Test(
        arguments: [
            ([:], HTTPStatus.badRequest, "invalid AddMachineUserRequest.UserName: value length must be between 1"),
            (["userName": "x"], .badRequest, "invalid AddMachineUserRequest.Name"),
            (
                ["userName": "x", "name": "x", "description": .string(.init(repeating: "d", count: 501))],
                .badRequest, "AddMachineUserRequest.Description: value length must be at most 500 runes"
            ),
            (["userName": "Robot", "name": "x"], .conflict, "User already exists (V3-DKcYh)"),
            (["userName": "x", "name": "x", "userId": "other-robot"], .badRequest, "COMMAND-k2una"),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a wrong machine user is refused`(message: JSONValue, status: HTTPStatus, text: String) async throws {
        expect(try await fixture.manage(.post, "/machine", message), status, containing: text)
    }

    @Test func `a machine is replaced as a whole`() async throws {
        expect(
            try await fixture.manage(.put, "/robot/machine", ["name": "R", "accessTokenType": 1]), .ok,
            containing: "changeDate")
        #expect(try await fixture.user("robot").machine == Machine(name: "R", accessTokenType: .jwt))
        expect(
            try await fixture.manage(.put, "/robot/machine", ["name": "R", "accessTokenType": 1]), .badRequest,
            containing: "Errors.User.NotChanged (COMMAND-2n8vs)")
        for user in ["gone", "minnie", "other-robot"] {
            expect(
                try await fixture.manage(.put, "/\(user)/machine", ["name": "R"]), .notFound,
                containing: "COMMAND-5M0od")
        }
    }

    @Test func `a user is renamed`() async throws {
        expect(try await fixture.manage(.put, "/robot/username", ["userName": "r2"]), .ok)
        #expect(try await fixture.user("robot").username == "r2")
        let refusals: [(String, String, HTTPStatus, String)] = [
            ("robot", "r2", .badRequest, "Username not changed (COMMAND-6m9gs)"),
            ("gone", "x", .notFound, "COMMAND-5N9ds"), ("other-robot", "x", .notFound, "COMMAND-5N9ds"),
            ("robot", "minnie", .conflict, "V3-DKcYh"), ("robot", "x@other.localhost", .badRequest, "COMMAND-SFd21"),
        ]
        for (user, name, status, text) in refusals {
            expect(
                try await fixture.manage(.put, "/\(user)/username", ["userName": .string(name)]), status,
                containing: text)
        }
    }

    @Test func `a user is removed`() async throws {
        expect(try await fixture.manage(.delete, "/robot"), .ok, containing: "\"resourceOwner\":\"acme\"")
        expect(try await fixture.manage(.delete, "/robot"), .notFound, containing: "COMMAND-m9od")
        expect(try await fixture.manage(.delete, "/other-robot"), .notFound, containing: "COMMAND-m9od")
        #expect(try await fixture.user("other-robot").id == "other-robot")
    }

    @Test func `a machine user and a human in full`() async throws {
        let details: JSONValue = [
            "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme", "creationDate": "2026-01-05T10:00:00Z",
        ]
        #expect(
            try await fixture.manage(.get, "/robot").json == [
                "user": [
                    "id": "robot", "details": details, "state": "USER_STATE_ACTIVE", "userName": "robot",
                    "loginNames": ["robot"], "preferredLoginName": "robot",
                    "machine": ["name": "Robot", "description": "nightly job"],
                ]
            ])
        #expect(
            try await fixture.manage(.get, "/minnie").json == [
                "user": [
                    "id": "minnie", "details": details, "state": "USER_STATE_ACTIVE", "userName": "minnie",
                    "loginNames": ["minnie"], "preferredLoginName": "minnie",
                    "human": [
                        "profile": [
                            "firstName": "Minnie", "lastName": "Mouse", "displayName": "Minnie Mouse",
                            "preferredLanguage": "und",
                        ],
                        "email": ["email": "mini@mouse.example", "isEmailVerified": true], "phone": [:],
                        "passwordChanged": "2026-01-05T10:00:00Z",
                    ],
                ]
            ])
        expect(try await fixture.manage(.get, "/gone"), .notFound, containing: "QUERY-Dfbg2")
        expect(try await fixture.manage(.get, "/other-robot"), .notFound, containing: "MANAG-fpo4B")
    }

    @Test func `the list holds users of the one organization only`() async throws {
        let response = try await fixture.manage(
            .post, "/_search",
            [
                "query": ["asc": true], "sortingColumn": "USER_FIELD_NAME_USER_NAME",
                "queries": [["typeQuery": ["type": "TYPE_MACHINE"]]],
            ], as: "root")
        #expect(
            try response.json["result"]?.arrayValue?.map { $0["id"]?.stringValue }
                == ["acme-owner", "nobody", "robot", "root"])
        #expect(
            try response.json["details"] == ["totalResult": "4", "viewTimestamp": "2026-01-05T10:00:00Z"])
        let other = try await fixture.manage(.post, "/_search", [:], as: "root", organization: "other")
        #expect(try other.json["result"]?.arrayValue?.map { $0["id"]?.stringValue } == ["other-robot", "other-owner"])
    }

    @Test func `states have the numbers of the older API`() async throws {
        try await fixture.setState(.initial, of: "minnie")
        let response = try await fixture.manage(.post, "/_search", ["queries": [["stateQuery": ["state": 6]]]])
        #expect(try response.json["result"]?.arrayValue?.map { $0["id"]?.stringValue } == ["minnie"])
        let suspended = try await fixture.manage(
            .post, "/_search", ["queries": [["stateQuery": ["state": "USER_STATE_SUSPEND"]]]])
        #expect(try suspended.json["result"] == nil)
    }
}

/// Every call, by verb and path, with a message that its form accepts.
@Suite("Management API: permissions")
struct ManagementPermissionTests {
    static let calls: [(HTTPMethod, String, JSONValue, Permission)] = [
        (.post, "/machine", ["userName": "n", "name": "n"], .userWrite),
        (.put, "/robot/machine", ["name": "n"], .userWrite), (.put, "/robot/secret", [:], .userWrite),
        (.delete, "/robot/secret", [:], .userWrite), (.post, "/robot/keys", ["type": 1], .userWrite),
        (.post, "/robot/keys/_search", [:], .userRead), (.get, "/robot/keys/1", [:], .userRead),
        (.delete, "/robot/keys/1", [:], .userWrite), (.post, "/robot/pats", [:], .userWrite),
        (.post, "/robot/pats/_search", [:], .userRead), (.get, "/robot/pats/1", [:], .userRead),
        (.delete, "/robot/pats/1", [:], .userWrite), (.post, "/robot/metadata/k", ["value": "eA=="], .userWrite),
        (.post, "/robot/metadata/_bulk", [:], .userWrite), (.get, "/robot/metadata/k", [:], .userRead),
        (.post, "/robot/metadata/_search", [:], .userRead), (.delete, "/robot/metadata/k", [:], .userWrite),
        (.delete, "/robot/metadata/_bulk", [:], .userWrite), (.get, "/robot", [:], .userRead),
        (.post, "/_search", [:], .userRead), (.put, "/robot/username", ["userName": "n"], .userWrite),
        (.post, "/robot/_deactivate", [:], .userWrite), (.post, "/robot/_reactivate", [:], .userWrite),
        (.post, "/robot/_lock", [:], .userWrite), (.post, "/robot/_unlock", [:], .userWrite),
        (.delete, "/robot", [:], .userDelete),
    ]

    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test(arguments: calls)
    func `the gate asks for the permission in the organization of the call`(
        call: (method: HTTPMethod, path: String, message: JSONValue, permission: Permission)
    ) async throws {
        func answer(as user: String, _ organization: String? = nil) async throws -> TestResponse {
            try await fixture.manage(call.method, call.path, call.message, as: user, organization: organization)
        }
        for user in ["nobody", "robot"] {
            expect(try await answer(as: user), .notFound, containing: "AUTHZ-cdgFk")
        }
        expect(try await answer(as: "other-owner", "acme"), .notFound, containing: "AUTHZ-cdgFk")
        expect(try await answer(as: "acme-owner", "other"), .notFound, containing: "AUTHZ-cdgFk")
        try await fixture.give([.orgOwnerViewer], to: "minnie")
        let viewed = try await answer(as: "minnie")
        #expect(viewed.text.contains("AUTH-5mWD2") == (call.permission != .userRead), "\(viewed.text)")
        #expect(try await fixture.history(of: "robot") == [])
    }

    @Test func `a call for a foreign user is refused`() async throws {
        for (method, path, message, _) in Self.calls where path.hasPrefix("/robot") {
            let response = try await fixture.manage(
                method, path.replacing("/robot", with: "/other-robot"), message)
            let isEmptyList = path.hasSuffix("_search")
            #expect((response.status == .ok) == isEmptyList, "\(path): \(response.text)")
            #expect(!isEmptyList || !response.text.contains("result"), "\(path)")
        }
        #expect(try await fixture.history(of: "other-robot") == [])
    }
}
