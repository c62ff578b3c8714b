internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("The command line")
struct CommandLineTests {
    @Test(
        arguments: [
            (["nonsense"], 2, "wrong use"), (["serve", "more"], 2, "wrong use"), (["backup"], 2, "wrong use"),
            (["demo", "--xml"], 2, "wrong use"), (["backup", "/tmp/x"], 1, "there is no store"),
            (["openapi", "soap"], 2, "wrong use"), (["openapi", "--docs"], 2, "wrong use"),
            (["openapi", "--docs", "/proc/none"], 1, "none"), (["copy"], 2, "wrong use"),
            (["copy", "--to", "sqlite:x"], 2, "wrong use"),
            (["copy", "--from", "sqlite:x", "--from", "sqlite:y"], 2, "wrong use"),
            (["copy", "--from", "x", "--to", "sqlite:y"], 1, "--from must be sqlite:PATH or postgres://"),
            (["copy", "--from", "sqlite:nowhere.db", "--to", "sqlite:y"], 1, "nothing was copied"),
            (
                ["copy", "--from", "postgres://u:secret@h/d?nonsense=1"], 1,
                "--from is not a URI that libpq understands"
            ),
        ] as [([String], Int32, String)])
    func `wrong use and failure have their exit codes`(arguments: [String], status: Int32, reason: String) async throws
    {
        let directory = try TemporaryDirectory()
        let result = try await AlcazarProcess.run(arguments, in: directory.path)
        #expect(result.status == status)
        #expect(result.error.contains(reason))
    }

    @Test(arguments: ["version", "help"])
    func `what asks for words gets them`(command: String) async throws {
        let result = try await AlcazarProcess.run([command])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("alcazar"))
    }

    @Test(
        arguments: [
            ([], "/v2/users/new"), (["rest"], "/v2/users/new"),
            (["connect"], "/zitadel.user.v2.UserService/CreateUser"),
        ] as [([String], String)])
    func `the description of the API is printed without a store`(wire: [String], path: String) async throws {
        let directory = try TemporaryDirectory()
        let result = try await AlcazarProcess.run(
            ["openapi"] + wire, in: directory.path, settings: ["ALCAZAR_EXTERNAL_URL": "https://id.example.com"])
        #expect(result.status == 0)
        let document = try JSONValue(parsing: Data(result.output.utf8))
        #expect(document["servers"] == [["url": "https://id.example.com"]])
        #expect(document["paths"]?[path]?["post"] != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }

    @Test func `the reference of the API is written, and pages of services that are gone are taken away`() async throws
    {
        let directory = try TemporaryDirectory()
        for name in ["gone.md", "kept.txt"] {
            try "".write(toFile: "\(directory.path)/\(name)", atomically: true, encoding: .utf8)
        }
        let result = try await AlcazarProcess.run(["openapi", "--docs", directory.path])
        #expect(result.status == 0, "\(result.error)")
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(Set(["user.md", "session.md", "admin.md", "kept.txt"]).isSubset(of: files))
        #expect(!files.contains("gone.md"))
    }

    @Test func `all mistakes in the settings are told at once, by name`() async throws {
        let result = try await AlcazarProcess.run(
            ["check"],
            settings: [
                "ALCAZAR_LISTEN": "nowhere", "ALCAZAR_EVENTLOOPS": "none", "ALCAZAR_EXTERNAL_URL": "ftp://x",
                "ALCAZAR_TLS_KEY": "key.pem", "ALCAZAR_DATABASE_URL": "mysql:x", "ALCAZAR_LOG_LEVEL": "loud",
                "ALCAZAR_MASTERKEY": "short", "ALCAZAR_TRUSTED_PROXIES": "proxy",
                "ALCAZAR_DEFAULTINSTANCE_OIDCSETTINGS_ACCESSTOKENLIFETIME": "soon",
            ])
        #expect(result.status == 1)
        for name in [
            "LISTEN", "EVENTLOOPS", "EXTERNAL_URL", "TLS_CERTIFICATE", "DATABASE_URL", "LOG_LEVEL", "MASTERKEY",
            "TRUSTED_PROXIES", "ACCESSTOKENLIFETIME",
        ] {
            #expect(result.error.contains(name))
        }
        #expect(!result.error.contains("short"))
    }

    @Test func `a settings file holds the same settings, nested, and variables win`() async throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/settings.json"
        let file: JSONValue = ["external": ["url": "https://id.example.com"], "listen": "127.0.0.1:9999", "tpyo": 1]
        try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        let result = try await AlcazarProcess.run(
            ["check"], settings: ["ALCAZAR_CONFIG": path, "ALCAZAR_LISTEN": "127.0.0.1:7777"])
        #expect(result.status == 0)
        #expect(result.output.contains("https://id.example.com"))
        #expect(result.output.contains("127.0.0.1:7777"))
        #expect(result.error.contains("ALCAZAR_TPYO"))
    }
}
