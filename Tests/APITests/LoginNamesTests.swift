internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login names by organization and policy")
struct LoginNamesTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    /// What a change of the domain policy does.
    private func setScoped(_ isScoped: Bool, _ organization: Organization.ID?) async throws {
        var policy = DomainSettings()
        policy.loginNameIncludesDomain = isScoped
        try await fixture.set(policy, of: organization)
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.setUsernameScope(of: organization, isScoped: isScoped)
        }
    }

    private func loginNames(of id: String) async throws -> [String] {
        let user = try await fixture.user(id)
        return [user.preferredLoginName] + user.loginNames
    }

    private func find(_ loginName: String) async throws -> String? {
        try await fixture.api.database.read { (tx) throws(DomainError) in try tx.user(loginName: loginName)?.id.rawValue
        }
    }

    private func addDomain(_ domain: String, to organization: Organization.ID, isVerified: Bool) async throws {
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                OrganizationDomain(
                    organizationID: organization, domain: domain, isVerified: isVerified, isPrimary: false,
                    isGenerated: false), at: now)
        }
    }

    private func create(_ name: String, in organization: String, id: String) async throws -> TestResponse {
        try await fixture.call(
            "CreateUser",
            [
                "organizationId": .string(organization), "userId": .string(id), "username": .string(name),
                "human": HumansCreateTests.human(["email": ["email": "x@y.example", "isVerified": true]]),
            ])
    }

    @Test func `without the policy the user name is the login name, unique in the instance`() async throws {
        #expect(try await loginNames(of: "minnie") == ["minnie", "minnie"])
        #expect(try await find("MINNIE") == "minnie")
        #expect(try await find("minnie@acme.localhost") == nil)
        expect(try await create("Minnie", in: "other", id: "m2"), .conflict, containing: "V3-DKcYh")
    }

    @Test func `with the policy there is one for each proven domain, and names count in the organization`() async throws
    {
        try await addDomain("acme.example", to: "acme", isVerified: true)
        try await addDomain("unproven.example", to: "acme", isVerified: false)
        try await setScoped(true, "acme")
        #expect(
            try await loginNames(of: "minnie")
                == ["minnie@acme.localhost", "minnie@acme.example", "minnie@acme.localhost"])
        #expect(try await find("minnie") == nil)
        #expect(try await find("Minnie@ACME.example") == "minnie")
        #expect(try await find("minnie@acme.localhost") == "minnie")
        #expect(try await find("minnie@unproven.example") == nil)
        #expect(try await find("minnie@other.localhost") == nil)
        // The same name in the instance, and in another organization of that kind.
        expect(try await create("minnie", in: "other", id: "m2"), .ok)
        #expect(try await find("minnie") == "m2")
        try await setScoped(true, "other")
        #expect(try await find("minnie@other.localhost") == "m2")
        expect(try await create("MINNIE", in: "acme", id: "m3"), .conflict, containing: "V3-DKcYh")
        expect(try await create("x@other.localhost", in: "acme", id: "m4"), .ok)
        #expect(try await find("x@other.localhost@acme.example") == "m4")
        #expect(try await find("x@other.localhost") == nil)
    }

    @Test func `the policy of the instance is for the organizations without one`() async throws {
        try await setScoped(false, "other")
        try await setScoped(true, nil)
        #expect(try await find("minnie@acme.localhost") == "minnie")
        #expect(try await find("other-robot") == "other-robot")
        try await setScoped(false, nil)
        #expect(try await find("minnie") == "minnie")
    }

    @Test func `names that would be there twice keep the policy`() async throws {
        try await setScoped(true, "acme")
        expect(try await create("minnie", in: "other", id: "m2"), .ok)
        let error = await #expect(throws: DomainError.self) { try await setScoped(false, "acme") }
        #expect(error?.id == "V3-DKcYh")
        #expect(try await find("minnie") == "m2")
    }

    @Test func `a machine user does not become an application that way`() async throws {
        try await setScoped(true, "acme")
        try await fixture.addApplication(clientID: "client-1")
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: "m", organizationID: "acme", username: "Client-2", kind: .machine(Machine(name: "m")),
                    tokensValidFrom: fixture.api.clock.now, createdAt: fixture.api.clock.now,
                    changedAt: fixture.api.clock.now))
        }
        try await fixture.renameApplication(to: "CLIENT-2")
        let error = await #expect(throws: DomainError.self) { try await setScoped(false, "acme") }
        #expect(error?.id == "V3-DKcYh")
    }

    @Test func `a proven domain wins over a name that ends in it`() async throws {
        expect(try await create("minnie@late.example", in: "other", id: "squatter"), .ok)
        #expect(try await find("minnie@late.example") == "squatter")
        try await setScoped(true, "acme")
        try await addDomain("late.example", to: "acme", isVerified: true)
        #expect(try await find("minnie@late.example") == "minnie")
    }

    @Test func `machine users authenticate by any login name, and are known by the first`() async throws {
        let secret = try #require(
            try await fixture.call("AddSecret", ["userId": "robot"]).json["clientSecret"]?.stringValue)
        #expect(try await fixture.machine("ROBOT", secret: secret)?.user.id == "robot")
        try await setScoped(true, "acme")
        #expect(try await fixture.machine("robot", secret: secret) == nil)
        let found = try await fixture.machine("Robot@acme.localhost", secret: secret)
        #expect(found?.user.id == "robot")
        #expect(found?.user.preferredLoginName == "robot@acme.localhost")
    }

    @Test func `searches and lists know the login names`() async throws {
        try await setScoped(true, "acme")
        for (name, method, expected) in [
            ("minnie@acme.localhost", "EQUALS", ["minnie"]),
            ("MINNIE@ACME.localhost", "EQUALS_IGNORE_CASE", ["minnie"]),
            ("minnie", "EQUALS", []), ("@acme.local", "CONTAINS", ["minnie", "robot"]),
            ("other-robot", "EQUALS", ["other-robot"]), ("localhost", "ENDS_WITH", ["minnie", "robot"]),
        ] as [(String, String, [String])] {
            let response = try await fixture.call(
                "ListUsers",
                [
                    "query": ["asc": true],
                    "queries": [
                        [
                            "loginNameQuery": [
                                "loginName": .string(name), "method": .string("TEXT_QUERY_METHOD_\(method)"),
                            ]
                        ],
                        ["inUserIdsQuery": ["userIds": ["minnie", "robot", "other-robot"]]],
                    ],
                ])
            expect(response, .ok)
            let rows = try response.json["result"]?.arrayValue ?? []
            #expect(rows.map { $0["userId"]?.stringValue } == expected, "\(name)")
            for row in rows where row["userId"] == "minnie" {
                #expect(row["loginNames"] == ["minnie@acme.localhost"])
                #expect(row["preferredLoginName"] == "minnie@acme.localhost")
            }
        }
    }

    @Test func `a renamed user stays in its scope, and foreign domains do not matter there`() async throws {
        try await setScoped(true, "acme")
        expect(
            try await fixture.call(
                "UpdateUser", ["userId": "minnie", "username": "m@other.localhost", "human": [:]]), .ok)
        #expect(try await find("m@other.localhost@acme.localhost") == "minnie")
    }
}

extension UsersFixture {
    func renameApplication(to clientID: String) async throws {
        try await api.database.write { (tx) throws(DomainError) in
            try tx.execute("UPDATE applications SET client_id = $1 WHERE id = 'a'", Organization.ID(clientID))
        }
    }
}
