internal import Foundation
internal import Platform
internal import Testing

@Suite("The log of a running service")
struct LogTests {
    /// What stands on standard output after a word: on its line or, when nothing does, on the next.
    private func printed(_ name: String, in text: String) throws -> String {
        let rest = try #require(text.range(of: name)).upperBound
        let line = try #require(text[rest...].split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) })
        return line.trimmingCharacters(in: .whitespaces)
    }

    @Test func `CVE-2025-62513: the first start tells its secrets to the operator, never to the log`() async throws {
        let alcazar = try AlcazarProcess(settings: [
            "ALCAZAR_LOG_LEVEL": "debug", "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME": "root",
            "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_MACHINEKEY_TYPE": "1",
            "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_PAT_EXPIRATIONDATE": "2099-01-01T00:00:00Z",
        ])
        try await alcazar.start()
        let passwordLine = try printed("password", in: alcazar.printed)
        let password = try #require(passwordLine.split(separator: " ").first.map(String.init))
        let token = try printed("personal access token:", in: alcazar.printed)
        let key = try printed("key file:", in: alcazar.printed)
        #expect(password.count >= 12)
        #expect(token.hasPrefix("alc_pat_"))
        let file = try JSONValue(parsing: key.utf8)
        let lines = try #require(file["key"]?.stringValue).split(separator: "\n").filter { $0.count == 64 }
        #expect(lines.count > 20)

        #expect(try await alcazar.get("/oidc/v1/userinfo", token: token).status == 200)
        #expect(try await alcazar.get("/oidc/v1/userinfo?access_token=\(token)", token: "x\(token)").status == 401)
        #expect(try await alcazar.get("/v2/users/\(token)", token: token).status == 404)
        let secret = try #require(password.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        // Not as a client's secret: this client does not always come back from a challenge for Basic.
        let form = "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=\(secret)&scope=\(secret)"
        #expect(try await alcazar.form("/oauth/v2/token", form).status == 400)
        let masterKey = try Data(contentsOf: URL(filePath: "\(alcazar.folder)/keys/master.key"))
        #expect(alcazar.end(SIGTERM) == 0)

        let log = alcazar.logged
        #expect(log.contains("oauth request refused"))
        let secrets: [String] = [password, token, String(decoding: masterKey, as: UTF8.self)]
        for secret in secrets { #expect(!log.contains(secret.trimmingCharacters(in: .whitespacesAndNewlines))) }
        for line in lines { #expect(!log.contains(line)) }
    }
}
