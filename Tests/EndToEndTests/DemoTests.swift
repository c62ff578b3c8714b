internal import FoundationEssentials
internal import Glibc
internal import Platform
internal import TestSupport
internal import Testing

@Suite("The demo")
struct DemoTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a demo that is stopped while it starts leaves nothing behind`(signal: Int32) async throws {
        let directory = try TemporaryDirectory()
        let demo = try AlcazarProcess(
            settings: ["ALCAZAR_EXTERNAL_URL": "http://localhost", "TMPDIR": directory.path])
        try demo.launch(["demo"])
        while try left(in: directory).isEmpty, demo.isRunning { try await Task.sleep(for: .milliseconds(1)) }
        #expect(try !left(in: directory).isEmpty)
        #expect(demo.end(signal) == 0)
        #expect(try left(in: directory) == [])
    }

    @Test func `messages to people are printed on the console`() async throws {
        let demo = try AlcazarProcess(settings: ["ALCAZAR_EXTERNAL_URL": "http://localhost"])
        try await demo.start(["demo", "--json"])
        defer { demo.end(SIGTERM) }
        var line: Substring?
        for _ in 0..<500 where line == nil {
            line = demo.printed.split(separator: "\n").first
            try await Task.sleep(for: .milliseconds(10))
        }
        let printed = Array(try #require(line).utf8)
        let token = try #require(try JSONValue(parsing: printed)["adminPat"]?.stringValue)
        let people: JSONValue = ["queries": [["typeQuery": ["type": "TYPE_HUMAN"]]]]
        let service = "zitadel.user.v2.UserService"
        let list = try await demo.call("\(service)/ListUsers", people, token: token).json
        let person = try #require(list["result"]?[0]?["userId"])
        let link: JSONValue = ["userId": person, "sendLink": [:]]
        let answer = try await demo.call("\(service)/CreatePasskeyRegistrationLink", link, token: token)
        try #require(answer.status == 200)
        let words = "Add passkey: http://localhost/ui/v2/login/passkey/set?code="
        for _ in 0..<500 where !demo.printed.contains(words) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(demo.printed.contains(words))
        #expect(demo.printed.contains(": Add a passkey\n"))
    }

    private func left(in directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
    }
}
