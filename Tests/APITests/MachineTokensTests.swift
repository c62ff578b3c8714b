internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: personal access tokens")
struct MachineTokensTests {
    static let expiry: JSONValue = "2030-01-01T00:00:00Z"

    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    private func add(to user: String = "robot", expiry: JSONValue = expiry) async throws -> (id: String, token: String)
    {
        let response = try await fixture.call(
            "AddPersonalAccessToken", ["userId": .string(user), "expirationDate": expiry])
        let id = try #require(try response.json["tokenId"]?.stringValue, "\(response.text)")
        return (id, try #require(try response.json["token"]?.stringValue))
    }

    private func isAlive(_ id: String) async throws -> Bool {
        let now = fixture.api.clock.now
        let owner = try await fixture.api.database.read(.activeOwner(of: PersonalAccessToken.ID(id)))
        return owner.map { $0.expiresAt > now } ?? false
    }

    @Test func `a token is shown once and lives until its expiry`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users/robot/pats", ["expirationDate": "2026-01-05T10:00:01Z"], as: "robot")
        expect(response, .ok)
        #expect(try response.json["creationDate"] == "2026-01-05T10:00:00Z")
        let id = try #require(try response.json["tokenId"]?.stringValue)
        let token = try #require(try response.json["token"]?.stringValue)
        #expect(token.hasPrefix("alc_pat_"))
        #expect(!token.contains(id))
        let verified = try #require(try await fixture.verifier.verify(token))
        #expect(verified.kind == .personalAccessToken)
        #expect(verified.subject.user.id == "robot")
        fixture.api.clock.advance(by: .seconds(1))
        #expect(try await fixture.verifier.verify(token) == nil)
        #expect(try await !isAlive(id))
        let list = try await fixture.call("ListPersonalAccessTokens")
        #expect(!list.text.contains(token))
        #expect(try await !fixture.payloads().contains { $0.contains(token) })
    }

    @Test func `a removed token is dead at once`() async throws {
        let (id, _) = try await add()
        let response = try await fixture.api.rest(.delete, "/v2/users/robot/pats/\(id)")
        #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await !isAlive(id))
        expect(
            try await fixture.call("RemovePersonalAccessToken", ["userId": "robot", "tokenId": .string(id)]),
            .notFound, containing: "Personal Access Token not found (COMMAND-4m77G)")
    }

    @Test(arguments: [("LockUser", "UnlockUser"), ("DeactivateUser", "ReactivateUser")])
    func `a token does not come back with its user, but stays listed`(ending: String, restoring: String) async throws {
        let (id, _) = try await add()
        for method in [ending, restoring] { expect(try await fixture.call(method, ["userId": "robot"]), .ok) }
        #expect(try await !isAlive(id))
        #expect(try await fixture.call("ListPersonalAccessTokens").json["result"]?.arrayValue?.count == 1)
        fixture.api.clock.advance(by: .milliseconds(1))
        #expect(try await isAlive(try await add().id))
    }

    @Test func `the owner revokes its token, nobody else's`() async throws {
        let id = PersonalAccessToken.ID(try await add().id)
        #expect(try await fixture.tokens.owner(of: id) == "robot")
        #expect(try await fixture.tokens.owner(of: "1") == nil)
        try await fixture.tokens.revoke(id, owner: "other-robot")
        #expect(try await fixture.tokens.owner(of: id) == "robot")
        try await fixture.tokens.revoke(id, owner: "robot")
        try await fixture.tokens.revoke(id, owner: "robot")
        #expect(try await fixture.tokens.owner(of: id) == nil)
        #expect(try await fixture.history(of: "robot") == ["user.pat.added", "user.pat.removed"])
    }

    static let refusals: [(JSONValue, String, HTTPStatus, String)] = [
        (
            ["userId": "robot"], "root", .badRequest,
            "invalid AddPersonalAccessTokenRequest.ExpirationDate: value is required"
        ),
        (["userId": "robot", "expirationDate": "2026-01-05T09:59:59Z"], "root", .badRequest, "DOMAIN-dv3t5"),
        (
            ["userId": "gone", "expirationDate": expiry], "root", .badRequest,
            "User could not be found (COMMAND-Dggw2)"
        ),
        (
            ["userId": "minnie", "expirationDate": expiry], "root", .badRequest,
            "Not allowed for this user type (COMMAND-Df2f1)"
        ),
        (["userId": "robot", "expirationDate": expiry], "other-owner", .notFound, "AUTHZ-cdgFk"),
        (["userId": "robot", "expirationDate": expiry], "nobody", .notFound, "AUTHZ-cdgFk"),
    ]

    @Test(arguments: refusals)
    func `a wrong call is refused`(message: JSONValue, user: String, status: HTTPStatus, text: String) async throws {
        expect(try await fixture.call("AddPersonalAccessToken", message, as: user), status, containing: text)
        #expect(try await fixture.call("ListPersonalAccessTokens").json["result"] == nil)
    }

    @Test(arguments: [("robot", "other-owner"), ("robot", "nobody"), ("other-robot", "other-owner")])
    func `a token is removed only by those who may, and under its own user`(target: String, user: String) async throws {
        let (id, _) = try await add()
        expect(
            try await fixture.call(
                "RemovePersonalAccessToken", ["userId": .string(target), "tokenId": .string(id)], as: user), .notFound)
        #expect(try await isAlive(id))
    }

    @Test(arguments: [("root", 3), ("acme-owner", 2), ("robot", 2), ("other-owner", 1), ("nobody", 0)])
    func `only what the caller may see is shown and counted`(user: String, count: Int) async throws {
        for owner in ["robot", "robot", "other-robot"] { _ = try await add(to: owner) }
        let response = try await fixture.api.rest(.post, "/v2/users/pats/search", [:], as: user)
        #expect(try response.json["result"]?.arrayValue?.count ?? 0 == count)
        #expect(try response.json["pagination"]?["totalResult"] == (count == 0 ? nil : .string("\(count)")))
    }

    @Test func `tokens are filtered and have all members`() async throws {
        let (id, _) = try await add()
        _ = try await add(to: "other-robot")
        let response = try await fixture.call(
            "ListPersonalAccessTokens",
            [
                "filters": [["tokenIdFilter": ["id": .string(id)]]],
                "sortingColumn": "PERSONAL_ACCESS_TOKEN_FIELD_NAME_EXPIRATION_DATE",
            ])
        #expect(
            try response.json == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "result": [
                    [
                        "creationDate": "2026-01-05T10:00:00Z", "changeDate": "2026-01-05T10:00:00Z",
                        "id": .string(id), "userId": "robot", "organizationId": "acme",
                        "expirationDate": Self.expiry,
                    ]
                ],
            ])
        expect(
            try await fixture.call("ListPersonalAccessTokens", ["filters": [["keyIdFilter": ["id": "1"]]]]),
            .badRequest, containing: "invalid PersonalAccessTokensSearchFilter.Filter: value is required")
    }
}
