internal import Crypto
internal import Domain
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Passkeys of nobody look like somebody's")
struct DecoyTests {
    private let seals = LoginSeals(masterKey: .random())

    @Test func `a name has always the same ones, whatever its case`() {
        #expect(seals.decoys(for: "minnie") == seals.decoys(for: "Minnie"))
        #expect(seals.decoys(for: "minnie") != seals.decoys(for: "mickey"))
        #expect(LoginSeals(masterKey: .random()).decoys(for: "minnie") != seals.decoys(for: "minnie"))
    }

    @Test func `their number and their lengths are those of people's passkeys`() {
        let decoys = (0..<500).map { seals.decoys(for: "name-\($0)") }
        #expect(Set(decoys.map(\.count)) == [1, 2, 3])
        #expect(decoys.count { $0.count == 1 } > 250)
        #expect(Set(decoys.joined().map(\.count)) == [16, 20, 32, 48, 64])
        #expect(Set(decoys.joined()).count == decoys.joined().count)
    }

    @Test func `somebody without passkeys has the same ones under each name`() async throws {
        let fixture = try await LoginFixture()
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1, "ignoreUnknownUsernames": true,
        ])
        var asked: [String: JSONValue] = [:]
        for name in ["minnie", "minnie@mouse.example", "MINNIE", "nobody", "nobody@mouse.example"] {
            let browser = fixture.browser()
            try await browser.open("\(LoginFixture.base)/login")
            try await browser.submit("form", [("loginName", name)])
            try await browser.follow("Use a passkey")
            let options = try #require(try browser.options()["publicKey"]?.objectValue)
            #expect(
                options.members.map(\.name) == ["challenge", "timeout", "rpId", "allowCredentials", "userVerification"])
            asked[name] = options["allowCredentials"]
        }
        #expect(asked["minnie"] == asked["minnie@mouse.example"] && asked["minnie"] == asked["MINNIE"])
        #expect(asked["nobody"] != asked["minnie"] && asked["nobody"] != asked["nobody@mouse.example"])
    }

    /// What the page of a name tells to somebody who looks at everything but the values.
    private struct Shape: Hashable {
        let status: HTTPStatus
        let fields: [String]
        let cookieLength: Int
        /// Without challenge and credentials.
        let pageLength: Int
    }

    private func shapes(of name: String, in fixture: LoginFixture) async throws -> [Shape] {
        let browser = fixture.browser()
        try await browser.open("\(LoginFixture.base)/login")
        try await browser.submit("form", [("loginName", name)])
        if browser.path.hasSuffix("/password") { try await browser.follow("Use a passkey") }
        #expect(browser.path == "\(LoginFixture.base)/passkey", "\(name)")
        var shapes: [Shape] = []
        for _ in 0..<2 {
            let page = try #require(browser.page)
            let options = try browser.options()["publicKey"]
            let credentials = try #require(options?["allowCredentials"]).text
            shapes.append(
                Shape(
                    status: page.status, fields: page.fields.map(\.name).sorted(),
                    cookieLength: browser.cookies.values.map(\.utf8.count).reduce(0, +),
                    pageLength: page.text.unescaped.utf8.count - credentials.utf8.count))
            // Wrong answers are told alike, and asked for again.
            try await browser.submit("form", [("credential", "{}")])
        }
        return shapes
    }

    @Test func `a person with a passkey and nobody get pages, fields and cookies of one shape`() async throws {
        let fixture = try await LoginFixture()
        try await fixture.set(login: [
            "allowUsernamePassword": true, "passwordlessType": 1, "ignoreUnknownUsernames": true,
        ])
        let users = "zitadel.user.v2.UserService"
        let begun = try await fixture.server.call(
            "\(users)/RegisterPasskey", ["userId": "minnie", "domain": "localhost"])
        let key = try TestAuthenticator()
        try await fixture.server.call(
            "\(users)/VerifyPasskeyRegistration",
            [
                "userId": "minnie", "passkeyId": begun["passkeyId"] ?? .null, "passkeyName": "key",
                "publicKeyCredential": try key.create(begun["publicKeyCredentialCreationOptions"] ?? .null),
            ])
        // A name of the same length, since it is on the page.
        #expect(try await shapes(of: "minnie", in: fixture) == shapes(of: "nobody", in: fixture))
    }
}
