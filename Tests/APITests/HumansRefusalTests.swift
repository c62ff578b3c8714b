internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/CreateUser: humans that are refused")
struct HumansRefusalTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
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
                "organizationId": "acme", "userId": "daisy", "human": HumansCreateTests.human(members),
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
        var message: JSONObject = ["organizationId": "acme", "human": HumansCreateTests.human()]
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
            "username": isRight("username") ? "minnie" : "x@other.localhost", "human": HumansCreateTests.human(members),
        ]
        let response = try await fixture.call("CreateUser", message, as: user)
        #expect(response.text.contains(id), "\(response.text)")
    }
}
