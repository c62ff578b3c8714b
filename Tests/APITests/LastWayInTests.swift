internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("User service: nobody removes their own last way in")
struct LastWayInTests {
    typealias Fixture = LastWayInFixture
    typealias Way = LastWayInFixture.Way

    @Test(arguments: Way.removable, Fixture.Wire.allCases)
    func `the last one stays, unless it is an administrator who takes it`(way: Way, wire: Fixture.Wire) async throws {
        let fixture = try await Fixture()
        let id = try await fixture.give(way)
        expect(
            try await fixture.remove(way, id, over: wire), .badRequest,
            containing: "Users do not remove their own last way to sign in (COMMAND-L4st1)")
        #expect(try await fixture.methods() == [way.method])
        expect(try await fixture.remove(way, id, over: wire, token: fixture.server.administratorToken), .ok)
        #expect(try await fixture.methods().isEmpty)
    }

    @Test(arguments: Way.removable, Way.allCases)
    func `another one is enough`(way: Way, other: Way) async throws {
        let fixture = try await Fixture()
        let id = try await fixture.give(way)
        try await fixture.give(other)
        expect(try await fixture.remove(way, id), .ok)
        #expect(try await fixture.methods() == [other.method])
    }

    /// Why something is no way in now.
    enum Obstacle: String, Sendable, CaseIterable {
        case forbidden, notOffered, notOfferedInOrganization, inactive
    }

    @Test(
        arguments: [
            (.password, .forbidden), (.passkey, .forbidden), (.account, .forbidden), (.account, .notOffered),
            (.account, .notOfferedInOrganization), (.account, .inactive),
        ] as [(Way, Obstacle)])
    func `another one with which nobody can sign in now is not enough`(other: Way, obstacle: Obstacle) async throws {
        let fixture = try await Fixture()
        let way: Way = other == .passkey ? .account : .passkey
        let id = try await fixture.give(way)
        try await fixture.give(other)
        switch obstacle {
        case .forbidden: try await fixture.forbid(other)
        case .notOffered: try await fixture.offerAnother()
        case .notOfferedInOrganization: try await fixture.offerNothingInOrganization()
        case .inactive: try await fixture.deactivateProvider()
        }
        expect(try await fixture.remove(way, id), .badRequest, containing: "COMMAND-L4st1")
        #expect(try await fixture.methods().contains(way.method))
    }

    @Test func `a passkey whose registration has only begun is not enough, and may be given up`() async throws {
        let fixture = try await Fixture()
        let ready = try await fixture.give(.passkey)
        let begun = try await fixture.register(.passkey, isFinished: false)
        expect(try await fixture.remove(.passkey, ready), .badRequest, containing: "COMMAND-L4st1")
        expect(try await fixture.remove(.passkey, begun), .ok)
        let alone = try await Fixture()
        expect(try await alone.remove(.passkey, alone.register(.passkey, isFinished: false)), .ok)
    }

    @Test func `a security key is no way in, and goes in any case`() async throws {
        let fixture = try await Fixture()
        let passkey = try await fixture.give(.passkey)
        let key = try await fixture.register(.u2f)
        expect(try await fixture.remove(.passkey, passkey), .badRequest, containing: "COMMAND-L4st1")
        let removed = try await fixture.server.tryCall(
            "zitadel.user.v2.UserService/RemoveU2F", ["userId": "minnie", "u2fId": .string(key)],
            token: fixture.token)
        expect(removed, .ok)
    }

    @Test func `who administrates others keeps their own last one`() async throws {
        let fixture = try await Fixture()
        let id = try await fixture.give(.passkey)
        try await fixture.server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": "minnie", "resource": ["instance": true], "roles": ["IAM_OWNER"]])
        expect(try await fixture.remove(.passkey, id), .badRequest, containing: "COMMAND-L4st1")
    }

    @Test(
        arguments: [[.passkey, .account], [.passkey, .passkey], [.account, .account, .account, .account]] as [[Way]],
        1...3)
    func `of removals at once one is refused`(ways: [Way], round: Int) async throws {
        let fixture = try await Fixture()
        var given: [(way: Way, id: String)] = []
        for way in ways { given.append((way, try await fixture.give(way))) }
        let responses = try await withThrowingTaskGroup(of: TestResponse.self) { group in
            for (way, id) in given { group.addTask { try await fixture.remove(way, id) } }
            return try await group.reduce(into: [TestResponse]()) { $0.append($1) }
        }
        #expect(responses.count { $0.status == .ok } == ways.count - 1, "\(responses.map(\.text))")
        #expect(responses.count { $0.text.contains("COMMAND-L4st1") } == 1)
        #expect(try await fixture.methods().count == 1)
    }
}
