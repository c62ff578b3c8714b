internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("An authenticator of another make")
struct AuthenticatorTests {
    /// What `Fixtures/webauthn/authenticator.py` does, in its words.
    private static let steps = [
        "a passkey by link", "a used link", "a passkey registered twice", "a passkey with RS256",
        "a passkey with EdDSA", "a passkey that attests itself", "a passkey without its user",
        "a registration at another scheme", "a registration at another port", "a registration at another host",
        "a registration at a host that ends alike", "a registration at last", "a registration replayed",
        "a security key with a certificate", "the list of passkeys", "an assertion at another scheme",
        "an assertion at another port", "an assertion at another host", "an assertion at a host that ends alike",
        "an assertion of a passkey", "an assertion replayed", "an assertion for another challenge",
        "an assertion of a copy", "an assertion without the user", "an assertion of a security key",
        "an assertion of a copied key",
    ]

    @Test func `registers and signs in at the running service, and is refused when it cheats`() async throws {
        let port = Int.random(in: 10000..<32000)
        let settings = ["ALCAZAR_EXTERNAL_URL": "http://localhost:\(port)"].merging(LifeTests.firstInstance) { $1 }
        let process = try AlcazarProcess(port: port, settings: settings)
        try await process.start()
        defer { process.end(SIGTERM) }
        let token = "\(process.folder)/root.pat"
        let administrator = try String(contentsOfFile: token, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let query: JSONValue = ["queries": [["typeQuery": ["type": "TYPE_HUMAN"]]]]
        let people = try await process.call(
            "zitadel.user.v2.UserService/ListUsers", query, token: administrator)
        let user = try #require(try people.json["result"]?[0]?["userId"]?.stringValue)
        let result = try await ChildProcess.run(
            PythonEnvironment.interpreter(),
            [Fixture.path("webauthn/authenticator.py"), "http://localhost:\(port)", token, user])
        try #require(result.status == 0, "\(result.error) \(result.output)")
        #expect(result.output.split(separator: "\n").map(String.init) == Self.steps)
    }
}
