internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/CreateUser and AddHumanUser: humans")
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

    private static let everything: JSONObject = [
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

    @Test(
        arguments: [
            (["password": ["password": ["password": "Secr3tP4ssw0rd!", "changeRequired": true]]], true),
            (["password": ["password": "Secr3tP4ssw0rd!"]], false),
            (["password": ["hashedPassword": ["hash": .string(hash), "changeRequired": true]]], true),
            (["hashedPassword": ["hash": .string(hash)]], false),
        ] as [(JSONObject, Bool)])
    func `a password may be nested as the SDK does`(members: JSONObject, isChangeRequired: Bool) async throws {
        try await fixture.addHuman("daisy", members, password: nil)
        #expect(try await fixture.isPassword("Secr3tP4ssw0rd!", of: "daisy"))
        #expect(try await fixture.human("daisy").isPasswordChangeRequired == isChangeRequired)
        #expect(try await fixture.human("daisy").passwordChangedAt == fixture.api.clock.now)
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

    @Test(
        arguments: [
            (["profile": [:]], "invalid CreateUserRequest_Human.Profile: embedded message failed validation"),
            (["profile": ["givenName": "x"]], "invalid SetHumanProfile.FamilyName: value length must be between 1 and"),
            (["profile": ["givenName": " ", "familyName": "x"]], "First name in profile is empty (USER-UCej2)"),
            (["profile": ["givenName": "x", "familyName": " "]], "Last name in profile is empty (USER-4hB7d)"),
            (["email": [:]], "invalid SetHumanEmail.Email: value length must be between 1 and 200 runes, inclusive"),
            (["email": ["email": "mini"]], "invalid SetHumanEmail.Email: value must be a valid email address"),
            (["email": ["email": "M <a@b.c>"]], "Email is invalid (EMAIL-599GV)"),
            (
                ["email": ["email": "a@b.c", "sendCode": ["urlTemplate": "x{{"]]],
                "URL Template is invalid (DOMAIN-oGh5e)"
            ),
            (
                ["email": ["email": "a@b.c", "sendCode": ["urlTemplate": "https://x.y/{{.Nope}}"]]],
                "URL Template is invalid (DOMAIN-ieYa7)"
            ),
            (["email": ["email": "a@b.c", "sendCode": [:], "returnCode": [:]]], "oneof is already set"),
            (["phone": ["phone": "abc"]], "Phone is invalid (PHONE-so0wa)"),
            (
                ["phone": ["phone": "+41791234567", "isVerified": false]],
                "SetHumanPhone.IsVerified: value must equal true"
            ),
            (["metadata": [["key": "k", "value": "eA=="]]], "both the user and human fields (USERv2-j0z7uy)"),
            (["password": ["password": ""]], "invalid Password.Password: value length must be between 1 and 200 runes"),
            (["password": ["password": "Aa1!"]], "Password is too short (COMMA-HuJf6)"),
            (["password": ["password": "AAAA111!"]], "Password must contain lower case (COMMA-co3Xw)"),
            (["password": ["password": "aaaa111!"]], "Password must contain upper case (COMMA-VoaRj)"),
            (["password": ["password": "aaaaAAA!"]], "Password must contain number (COMMA-ZBv4H)"),
            (["password": ["password": "aaaaAAA1"]], "Password must contain symbol (COMMA-ZDLwA)"),
            (["password": ["password": "P@ssw0rd"]], "Password is one of the most common (COMMA-C0mm0)"),
            (["password": ["password": "x"], "hashedPassword": ["hash": "x"]], "oneof is already set"),
            (["hashedPassword": ["hash": ""]], "invalid HashedPassword.Hash: value length"),
            (["hashedPassword": ["hash": "plain"]], "Errors.Hash.NotSupported (CRYPT-2xK7d)"),
            (
                ["hashedPassword": ["hash": "$2b$09$abcdefghijklmnopqrstuu/Kf4.w4s/CMEn6KZKbD39eBLye0lXP6"]],
                "CRYPT-5uV9n"
            ),
            (["hashedPassword": ["hash": "$2b$12$abc"]], "Password is invalid (CRYPT-r8Qm2)"),
            (["idpLinks": [["idpId": "1", "userId": "2"]]], "invalid IDPLink.UserName: value length"),
            (
                ["idpLinks": [["idpId": "1", "userId": "2", "userName": "3"]]],
                "Identity Provider Configuration doesn't exist (COMMAND-39nf2)"
            ),
            (["totpSecret": ""], "invalid CreateUserRequest_Human.TotpSecret: value length"),
            (["totpSecret": "1!"], "COMMAND-T0tp5"), (["totpSecret": "TJOPWSDY"], "COMMAND-T0tp5"),
        ] as [(JSONObject, String)])
    func `a value that is wrong is refused`(members: JSONObject, text: String) async throws {
        let response = try await fixture.call(
            "CreateUser",
            [
                "organizationId": "acme", "userId": "daisy", "human": Self.human(members),
                "metadata": [["key": "k", "value": "eA=="]],
            ])
        expect(response, .badRequest, containing: text)
        let user = try await fixture.api.database.read { (tx) throws(DomainError) in try tx.user("daisy") }
        #expect(user == nil)
    }

    @Test(
        arguments: [
            (["organizationId": "gone"], .badRequest, "Organisation not found (COMMAND-QXPGs)"),
            (["userId": "robot"], .badRequest, "Errors.User.AlreadyExisting (COMMAND-7yiox1isql)"),
            (["username": " "], .badRequest, "V2-zzad3"),
            (["username": "MINNIE"], .conflict, "User already exists (V3-DKcYh)"),
            (["username": "x@Other.localhost"], .badRequest, "COMMAND-SFd21"),
            (["username": "x@acme.localhost"], .ok, ""), (["username": "x@elsewhere.example"], .ok, ""),
            (["metadata": [["key": " ", "value": "eA=="]]], .badRequest, "USER-Drght"),
            (["metadata": [["key": "k", "value": ""]]], .badRequest, "USER-Dbgth"),
        ] as [(JSONObject, HTTPStatus, String)])
    func `what is taken or unknown is refused`(members: JSONObject, status: HTTPStatus, text: String) async throws {
        var message: JSONObject = ["organizationId": "acme", "human": Self.human()]
        for member in members.members { message[member.name] = member.value }
        expect(try await fixture.call("CreateUser", .object(message)), status, containing: text)
    }

    /// The order of the contract: what stands first is told although all the rest is wrong as well.
    @Test(
        arguments: [
            ("acme-owner", "acme", "email", "EMAIL-599GV"), ("acme-owner", "acme", "hash", "CRYPT-2xK7d"),
            ("other-owner", "acme", "", "AUTHZ-cdgFk"), ("root", "gone", "", "COMMAND-QXPGs"),
            ("acme-owner", "acme", "", "COMMAND-7yiox1isql"), ("acme-owner", "acme", "id", "COMMAND-SFd21"),
            ("acme-owner", "acme", "id username", "COMMA-HuJf6"),
            ("acme-owner", "acme", "id username password", "COMMAND-39nf2"),
        ])
    func `checks are made in their order`(
        user: String, organization: String, right: String, id: String
    ) async throws {
        let isRight = { (part: String) in right.split(separator: " ").contains { $0 == part } }
        var members: JSONObject = ["idpLinks": [["idpId": "1", "userId": "2", "userName": "3"]]]
        if right == "email" { members["email"] = ["email": "M <a@b.c>"] }
        members[right == "hash" ? "hashedPassword" : "password"] =
            right == "hash" ? ["hash": "x"] : ["password": isRight("password") ? "Secr3tP4ssw0rd!" : "x"]
        let message: JSONValue = [
            "organizationId": .string(organization), "userId": isRight("id") ? "new" : "robot",
            "username": isRight("username") ? "minnie" : "x@other.localhost", "human": Self.human(members),
        ]
        let response = try await fixture.call("CreateUser", message, as: user)
        #expect(response.text.contains(id), "\(response.text)")
    }

    @Test func `the policy of the organization decides about a password`() async throws {
        var policy = PasswordComplexitySettings()
        policy.leastLength = 20
        try await fixture.set(policy, of: "acme")
        let members: JSONObject = ["password": ["password": "Secr3tP4ssw0rd!"]]
        for (organization, status) in [("acme", HTTPStatus.badRequest), ("other", .ok)] {
            let response = try await fixture.call(
                "CreateUser", ["organizationId": .string(organization), "human": Self.human(members)])
            expect(response, status, containing: status == .ok ? "" : "COMMA-HuJf6")
        }
    }

    @Test func `common passwords are taken when the setting says so`() async throws {
        let fixture = try await UsersFixture(rules: PasswordRules(refusesCommon: false))
        try await fixture.addHuman("daisy", password: "P@ssw0rd")
    }

    @Test(arguments: [String(repeating: "aA1! ", count: 40), "Pass wörter 密码 🔑 1"])
    func `a long password and one of any characters is taken whole`(password: String) async throws {
        try await fixture.addHuman("daisy", password: password)
        #expect(try await fixture.isPassword(password, of: "daisy"))
        #expect(try await !fixture.isPassword(String(password.dropLast()), of: "daisy"))
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

    @Test(
        arguments: [
            ("acme-owner", [:], nil, .ok, "acme"), ("root", ["orgId": "other"], nil, .ok, "other"),
            ("root", ["orgDomain": "Other.localhost"], nil, .ok, "other"), ("root", [:], "other", .ok, "other"),
            ("root", ["orgId": "acme"], "other", .ok, "acme"),
            ("root", ["orgId": "gone"], nil, .forbidden, "Organisation doesn't exist (AUTH-Bs7Ds)"),
            ("root", ["orgDomain": "gone"], nil, .forbidden, "AUTH-Bs7Ds"),
            ("acme-owner", ["orgId": "other"], nil, .notFound, "AUTHZ-cdgFk"),
            ("nobody", [:], nil, .notFound, "AUTHZ-cdgFk"),
        ] as [(String, JSONValue, String?, HTTPStatus, String)])
    func `the older call is about the organization of the context`(
        user: String, named: JSONValue, context: String?, status: HTTPStatus, text: String
    ) async throws {
        var message = Self.least
        if named != [:] { message["organization"] = named }
        let response = try await fixture.api.connect(
            "\(UsersFixture.service)/AddHumanUser", .object(message), as: user, organization: context)
        guard status == .ok else { return expect(response, status, containing: text) }
        expect(response, .ok)
        let id = try #require(try response.json["userId"]?.stringValue)
        #expect(try await fixture.user(id).organizationID.rawValue == text)
        #expect(
            try response.json["details"]
                == ["sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": .string(text)])
    }

    @Test func `the older call takes the same members, over REST`() async throws {
        var message = Self.everything
        message["userId"] = "minnie-2"
        message["metadata"] = [["key": "k", "value": "eA=="]]
        let response = try await fixture.api.rest(.post, "/v2/users/human", .object(message), as: "acme-owner")
        expect(response, .ok)
        #expect(try response.json["emailCode"]?.stringValue?.count == 6)
        #expect(try response.json["phoneCode"]?.stringValue?.count == 6)
        #expect(try await fixture.isPassword("Secr3tP4ssw0rd!", of: "minnie-2"))
        message["metadata"] = [["key": "k", "value": ""]]
        expect(
            try await fixture.api.rest(.post, "/v2/users/human", .object(message), as: "acme-owner"), .badRequest,
            containing: "invalid SetMetadataEntry.Value: value length must be between 1 and 500000 bytes")
    }
}
