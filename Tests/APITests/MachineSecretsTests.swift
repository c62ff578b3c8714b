internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: secrets of machine users")
struct MachineSecretsTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    private func owner(of secret: String) async throws -> User.ID? {
        try await fixture.machine("Robot", secret: secret)?.user.id
    }

    @Test func `a secret is 64 letters and digits, proves the user, and dies with the next`() async throws {
        let response = try await fixture.call("AddSecret", ["userId": "robot"], as: "acme-owner")
        expect(response, .ok)
        #expect(try response.json["creationDate"] == "2026-01-05T10:00:00Z")
        let first = try #require(try response.json["clientSecret"]?.stringValue)
        #expect(first.count == 64)
        #expect(first.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) })
        #expect(try await owner(of: first) == "robot")
        let second = try await fixture.api.rest(.post, "/v2/users/robot/secret", [:], as: "robot")
        let replaced = try #require(try second.json["clientSecret"]?.stringValue)
        #expect(try await owner(of: first) == nil)
        #expect(try await owner(of: replaced) == "robot")
        #expect(try await fixture.history(of: "robot") == ["user.machine.secret.set", "user.machine.secret.set"])
    }

    @Test func `a removed secret proves nothing`() async throws {
        let response = try await fixture.call("AddSecret", ["userId": "robot"])
        let secret = try #require(try response.json["clientSecret"]?.stringValue)
        let removed = try await fixture.api.rest(.delete, "/v2/users/robot/secret")
        #expect(try removed.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await owner(of: secret) == nil)
        #expect(try await fixture.user("robot").machine?.hasSecret == false)
        expect(
            try await fixture.call("RemoveSecret", ["userId": "robot"]), .badRequest,
            containing: "Secret doesn't exist (COMMAND-coi82n)")
    }

    @Test func `a secret is not in the history`() async throws {
        let response = try await fixture.call("AddSecret", ["userId": "robot"])
        let secret = try #require(try response.json["clientSecret"]?.stringValue)
        #expect(try await !fixture.payloads().contains { $0.contains(secret) })
    }

    @Test(
        arguments: [
            ("AddSecret", "minnie", "root", HTTPStatus.badRequest, "Errors.User.NotExisting (COMMAND-x8910n)"),
            ("AddSecret", "gone", "root", .badRequest, "COMMAND-x8910n"),
            ("AddSecret", "", "root", .badRequest, "invalid AddSecretRequest.UserId"),
            ("AddSecret", "robot", "other-owner", .notFound, "AUTHZ-cdgFk"),
            ("AddSecret", "robot", "nobody", .notFound, "AUTHZ-cdgFk"),
            ("RemoveSecret", "minnie", "root", .badRequest, "Errors.User.NotExisting (COMMAND-x7s802)"),
            ("RemoveSecret", "gone", "root", .badRequest, "COMMAND-x7s802"),
            ("RemoveSecret", "robot", "other-owner", .notFound, "AUTHZ-cdgFk"),
            ("RemoveSecret", "robot", "nobody", .notFound, "AUTHZ-cdgFk"),
        ])
    func `a wrong call is refused`(
        method: String, target: String, user: String, status: HTTPStatus, text: String
    ) async throws {
        expect(try await fixture.call(method, ["userId": .string(target)], as: user), status, containing: text)
    }
}
