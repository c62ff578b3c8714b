internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService/CreateUser: the password of a new human")
struct HumansNewPasswordTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test(
        arguments: [
            (["password": ["password": ["password": "Secr3tP4ssw0rd!", "changeRequired": true]]], true),
            (["password": ["password": "Secr3tP4ssw0rd!"]], false),
            (
                ["password": ["hashedPassword": ["hash": .string(HumansCreateTests.hash), "changeRequired": true]]],
                true
            ),
            (["hashedPassword": ["hash": .string(HumansCreateTests.hash)]], false),
        ] as [(JSONObject, Bool)])
    func `a password may be nested as the SDK does`(members: JSONObject, isChangeRequired: Bool) async throws {
        try await fixture.addHuman("daisy", members, password: nil)
        #expect(try await fixture.isPassword("Secr3tP4ssw0rd!", of: "daisy"))
        #expect(try await fixture.human("daisy").isPasswordChangeRequired == isChangeRequired)
        #expect(try await fixture.human("daisy").passwordChangedAt == fixture.api.clock.now)
    }

    @Test func `the policy of the organization decides about a password`() async throws {
        var policy = PasswordComplexitySettings()
        policy.leastLength = 20
        try await fixture.set(policy, of: "acme")
        let members: JSONObject = ["password": ["password": "Secr3tP4ssw0rd!"]]
        for (organization, status) in [("acme", HTTPStatus.badRequest), ("other", .ok)] {
            let response = try await fixture.call(
                "CreateUser", ["organizationId": .string(organization), "human": HumansCreateTests.human(members)])
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

    @Test func `the longest password is taken in place of another longest one, and no longer one`() async throws {
        let longest = "Aa1!" + String(repeating: "𝄞", count: 196)
        try await fixture.addHuman("daisy", password: longest)
        #expect(try await fixture.isPassword(longest, of: "daisy"))
        for (new, status) in [(longest + "x", HTTPStatus.badRequest), ("x" + longest.dropLast(), .ok)] {
            let response = try await fixture.setPassword([
                "currentPassword": .string(longest), "newPassword": ["password": .string(new)],
            ])
            expect(response, status, containing: status == .ok ? "" : "between 1 and 200 runes")
        }
        #expect(try await fixture.isPassword("x" + longest.dropLast(), of: "daisy"))
    }
}
