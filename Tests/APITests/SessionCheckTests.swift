internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Sessions: checks of user and password")
struct SessionCheckTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    @Test func `the right password passes, at once with the user`() async throws {
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .ok, containing: "sessionToken")
    }

    @Test(
        arguments: [
            (["password": ["password": "x"]], .badRequest, "COMMAND-4Mfsf"),
            (["totp": ["code": "123456"]], .badRequest, "COMMAND-8N9ds"),
            (["otpSms": ["code": "12345678"]], .badRequest, "COMMAND-S453v"),
            (["otpEmail": ["code": "12345678"]], .badRequest, "COMMAND-S453v"),
            (["recoveryCode": ["code": "abcde-fghij"]], .badRequest, "COMMAND-4m9s2"),
            (["webAuthN": ["credentialAssertionData": [:]]], .badRequest, "COMMAND-eeR2e"),
            (["idpIntent": ["idpIntentId": "1", "idpIntentToken": "t"]], .badRequest, "COMMAND-Sfw3r"),
            (["user": ["loginName": "nobody"]], .notFound, "QUERY-Dfbg2"),
            (["user": ["userId": "nobody"]], .notFound, "QUERY-Dfbg2"),
            (["user": ["loginName": "minnie@mouse.example"]], .notFound, "QUERY-Dfbg2"),
            (["user": ["loginName": "minnie"], "password": ["password": "wrong"]], .badRequest, "COMMAND-3M0fs"),
            (["user": ["loginName": "minnie"], "totp": ["code": "123456"]], .badRequest, "COMMAND-3Mif9s"),
            (["user": ["loginName": "minnie"], "otpSms": ["code": "12345678"]], .badRequest, "COMMAND-d2r52"),
            (["user": ["loginName": "minnie"], "otpEmail": ["code": "12345678"]], .badRequest, "COMMAND-d2r52"),
            (["user": ["loginName": "minnie"], "recoveryCode": ["code": "abcde"]], .badRequest, "COMMAND-84rgg"),
            (
                ["user": ["loginName": "minnie"], "webAuthN": ["credentialAssertionData": [:]]], .badRequest,
                "COMMAND-Ioqu5"
            ),
            (
                ["user": ["loginName": "minnie"], "idpIntent": ["idpIntentId": "1", "idpIntentToken": "t"]],
                .forbidden, "CRYPTO-Swg31"
            ),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a refused check leaves no session`(_ checks: JSONValue, _ status: HTTPStatus, _ id: String) async throws {
        expect(try await fixture.call("CreateSession", ["checks": checks]), status, containing: id)
        #expect(try await fixture.count() == 0)
    }

    @Test func `the first failure aborts a change and leaves the session as it was`() async throws {
        let made = try await fixture.session()
        let change: JSONValue = [
            "sessionId": .string(made.id), "metadata": ["a": "YQ=="], "lifetime": "60s",
            "checks": ["password": ["password": .string(SessionsFixture.password)], "totp": ["code": "123456"]],
        ]
        expect(try await fixture.call("SetSession", change), .badRequest, containing: "COMMAND-3Mif9s")
        let session = try await fixture.stored(made)
        #expect(session["sequence"] == "1" && session["metadata"] == nil && session["expirationDate"] == nil)
        #expect(session["factors"]?["password"] == nil)
        let get: JSONValue = ["sessionId": .string(made.id), "sessionToken": .string(made.token)]
        expect(try await fixture.call("GetSession", get), .ok)
    }

    @Test func `a session never becomes another user's`() async throws {
        let made = try await fixture.session()
        let change: JSONValue = ["sessionId": .string(made.id), "checks": ["user": ["userId": "mickey"]]]
        expect(try await fixture.call("SetSession", change), .badRequest, containing: "user change not possible")
    }

    @Test func `a user without a password is told so only in a session of their own`() async throws {
        try await fixture.addHuman("donald", hash: "")
        expect(try await fixture.login("donald", password: "x"), .badRequest, containing: "COMMAND-3M0fs")
        let made = try await fixture.session(["user": ["userId": "donald"]])
        let change: JSONValue = ["sessionId": .string(made.id), "checks": ["password": ["password": "x"]]]
        expect(try await fixture.call("SetSession", change), .badRequest, containing: "COMMAND-3nJ4t")
    }

    @Test func `an inactive user is refused, with a password only to those who know it`() async throws {
        try await fixture.server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "minnie"])
        let alone: JSONValue = ["checks": ["user": ["loginName": "minnie"]]]
        expect(try await fixture.call("CreateSession", alone), .badRequest, containing: "SESSION-Gj4ko")
        expect(try await fixture.login("minnie", password: "wrong"), .badRequest, containing: "COMMAND-3M0fs")
        expect(
            try await fixture.login("minnie", password: SessionsFixture.password), .badRequest,
            containing: "SESSION-Gj4ko")
    }

    @Test func `users of an inactive organization are refused`() async throws {
        let organization = try await fixture.server.addOrganization("idle")
        try await fixture.addHuman("goofy", organization: organization)
        try await fixture.server.call(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(organization)])
        let alone: JSONValue = ["checks": ["user": ["loginName": "goofy"]]]
        expect(try await fixture.call("CreateSession", alone), .badRequest, containing: "SESSION-Gj4ko")
    }

    @Test func `a hash of another cost is replaced at the first success`() async throws {
        let hash = try PasswordHash.hash(
            SessionsFixture.password, cost: PasswordHash.Cost(memory: 8192, passes: 1, lanes: 1))
        try await fixture.addHuman("donald", hash: hash)
        expect(try await fixture.login("donald", password: "wrong"), .badRequest)
        #expect(try await passwordHash("donald") == hash)
        expect(try await fixture.login("donald", password: SessionsFixture.password), .ok)
        let upgraded = try #require(try await passwordHash("donald"))
        #expect(upgraded.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        expect(try await fixture.login("donald", password: SessionsFixture.password), .ok)
        #expect(try await passwordHash("donald") == upgraded)
    }

    private func passwordHash(_ user: String) async throws -> String? {
        try await fixture.server.database.read(Query.passwordHash(of: User.ID(user)))
    }
}
