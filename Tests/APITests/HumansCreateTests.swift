internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/CreateUser: humans")
struct HumansCreateTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    static let profile: JSONValue = ["givenName": "Daisy", "familyName": "Duck"]
    static let least: JSONObject = ["profile": profile, "email": ["email": "daisy@duck.example"]]

    static func human(_ members: JSONObject = [:]) -> JSONValue {
        var human = least
        for member in members.members { human[member.name] = member.value }
        return .object(human)
    }

    @Test func `the least is a name and an e-mail address, which is the user name and gets a code`() async throws {
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "human": Self.human()], as: "acme-owner")
        expect(response, .ok)
        let id = try #require(try response.json["id"]?.stringValue)
        #expect(try response.json == ["id": .string(id), "creationDate": "2026-01-05T10:00:00Z"])
        let user = try await fixture.user(id)
        #expect(user.username == "daisy@duck.example")
        #expect(user.state == .active)
        #expect(
            user.human
                == Human(givenName: "Daisy", familyName: "Duck", email: "daisy@duck.example", isEmailVerified: false))
        #expect(user.displayName == "Daisy Duck")
        #expect(try await fixture.messages(to: id) == ["email verifyEmail"])
        #expect(try await fixture.history(of: id) == ["user.human.added"])
    }

    static let everything: JSONObject = [
        "profile": [
            "givenName": " Minnie ", "familyName": "Mouse", "nickName": "Mini", "displayName": "Minnie M.",
            "preferredLanguage": "de-ch", "gender": "GENDER_FEMALE",
        ],
        "email": ["email": "new@mouse.com", "returnCode": [:]],
        "phone": ["phone": "079 123 45 67", "returnCode": [:]],
        "password": ["password": "Secr3tP4ssw0rd!", "changeRequired": true],
        "totpSecret": "TJOPWSDYILLHXFV4MLKNNJOWFG7VSDCK",
    ]

    @Test(arguments: [true, false])
    func `everything can be chosen, on both wires`(overREST: Bool) async throws {
        let message: JSONObject = [
            "organizationId": "acme", "userId": "minnie-1", "username": " Minnie-1 ",
            "human": .object(Self.everything), "metadata": [["key": "customer", "value": "Y3VzXzEyMw=="]],
        ]
        let response =
            overREST
            ? try await fixture.api.rest(.post, "/v2/users/new", .object(message))
            : try await fixture.call("CreateUser", .object(message))
        expect(response, .ok)
        for field in ["emailCode", "phoneCode"] {
            let code = try #require(try response.json[field]?.stringValue)
            #expect(code.count == 6 && code.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) })
        }
        #expect(try await fixture.messages(to: "minnie-1") == [])
        #expect(try await fixture.isPassword("Secr3tP4ssw0rd!", of: "minnie-1"))
        let read = try await fixture.call("GetUserByID", ["userId": "minnie-1"])
        let details: JSONValue = [
            "sequence": "3", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme",
            "creationDate": "2026-01-05T10:00:00Z",
        ]
        let human: JSONValue = [
            "profile": [
                "givenName": "Minnie", "familyName": "Mouse", "nickName": "Mini", "displayName": "Minnie M.",
                "preferredLanguage": "de-CH", "gender": "GENDER_FEMALE",
            ],
            "email": ["email": "new@mouse.com"], "phone": ["phone": "+41791234567"], "passwordChangeRequired": true,
            "passwordChanged": "2026-01-05T10:00:00Z",
        ]
        let user: JSONValue = [
            "userId": "minnie-1", "details": details, "state": "USER_STATE_ACTIVE", "username": "Minnie-1",
            "loginNames": ["Minnie-1"], "preferredLoginName": "Minnie-1", "human": human,
        ]
        #expect(try read.json == ["details": details, "user": user])
        #expect(
            try await fixture.history(of: "minnie-1")
                == ["user.human.added", "user.human.totp.added", "user.metadata.set"])
    }

    @Test func `no secret gets into the history`() async throws {
        expect(
            try await fixture.call(
                "CreateUser", ["organizationId": "acme", "userId": "m", "human": .object(Self.everything)]), .ok)
        for payload in try await fixture.payloads() {
            #expect(!payload.contains("Secr3t") && !payload.contains("argon2") && !payload.contains("TJOP"))
        }
    }

    @Test func `the secret of an authenticator app is sealed and ready`() async throws {
        expect(
            try await fixture.call(
                "CreateUser", ["organizationId": "acme", "userId": "m", "human": .object(Self.everything)]), .ok)
        let sealed = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.first("SELECT secret FROM totp_factors WHERE user_id = 'm' AND state = 'ready'") {
                (row) throws(DomainError) in try row.blob("secret")
            }
        }
        // python3 -c 'import base64; print(base64.b32decode("TJOPWSDYILLHXFV4MLKNNJOWFG7VSDCK").hex())'
        let secret = TOTPSecrets(masterKey: fixture.masterKey).open(try #require(sealed))
        #expect(secret == Fixture.hex("9a5cfb487842d67b96bc62d4d6a5d629bf590c4a"))
    }

    /// bcrypt of `Secr3tP4ssw0rd!`, from the contract.
    static let hash = "$2b$12$abcdefghijklmnopqrstuu/Kf4.w4s/CMEn6KZKbD39eBLye0lXP6"

    @Test(
        arguments: [
            (["email": ["email": "a@b.c", "isVerified": true]], true, []),
            (["email": ["email": "a@b.c", "isVerified": false]], false, []),
            (["email": ["email": "a@b.c", "sendCode": [:]]], false, ["email verifyEmail"]),
            (["email": ["email": "a@b.c", "returnCode": [:]]], false, []),
        ] as [(JSONObject, Bool, [String])])
    func `the caller decides how an address is proven`(
        members: JSONObject, isVerified: Bool, messages: [String]
    ) async throws {
        let response = try await fixture.call(
            "CreateUser", ["organizationId": "acme", "userId": "daisy", "human": Self.human(members)])
        expect(response, .ok)
        #expect(try await fixture.human("daisy").isEmailVerified == isVerified)
        #expect(try await fixture.messages(to: "daisy") == messages)
        #expect((try response.json["emailCode"] != nil) == response.text.contains("emailCode"))
    }

    @Test(
        arguments: [
            (["phone": "", "sendCode": [:]], "", false, []),
            (["phone": "+41791234567"], "+41791234567", false, ["sms verifyPhone"]),
            (["phone": "+41791234567", "isVerified": true], "+41791234567", true, []),
        ] as [(JSONValue, String, Bool, [String])])
    func `a telephone number is proven by SMS, and an empty one is none`(
        phone: JSONValue, number: String, isVerified: Bool, messages: [String]
    ) async throws {
        try await fixture.addHuman("daisy", ["phone": phone])
        let human = try await fixture.human("daisy")
        #expect(human.phone == number)
        #expect(human.isPhoneVerified == isVerified)
        #expect(try await fixture.messages(to: "daisy") == messages)
    }

    @Test func `of many humans with one name exactly one is made`() async throws {
        let fixture = fixture
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await fixture.call("CreateUser", ["organizationId": "acme", "human": Self.human()]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count(where: { $0 == .ok }) == 1)
        #expect(statuses.count(where: { $0 == .conflict }) == 9)
    }
}
