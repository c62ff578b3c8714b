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
}
