internal import Crypto
internal import Domain
internal import Foundation
internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Messages of the whole program")
struct MessageTests {
    private static let key = [UInt8](repeating: 7, count: 32)

    private static func settings(_ port: Int) -> [String: String] {
        [
            "ALCAZAR_MASTERKEY": Base64.encode(key),
            "ALCAZAR_EXTERNAL_URL": "https://id.example.com",
            "ALCAZAR_FIRSTINSTANCE_ORG_HUMAN_USERNAME": "minnie@mouse.example",
            "ALCAZAR_DEFAULTINSTANCE_SMTPCONFIGURATION_SMTP_HOST": "127.0.0.1:\(port)",
            "ALCAZAR_DEFAULTINSTANCE_SMTPCONFIGURATION_TLS": "false",
            "ALCAZAR_DEFAULTINSTANCE_SMTPCONFIGURATION_FROM": "sender@id.example.com",
        ]
    }

    /// Posts a message to the first person of a store, as a command of the program does.
    /// - Parameter address: where it goes.
    private static func post(_ store: String, to address: String) async throws {
        let ids = IDGenerator(clock: .system)
        let database = try Database(SQLiteDriver(path: store), ids: ids, log: .none)
        let messages = Messages(
            masterKey: try MasterKey(bytes: key), ids: ids, externalURL: "https://id.example.com")
        let now = WallClock.system.now()
        try await database.write { (tx) throws(DomainError) in
            let person = try tx.first("SELECT id, organization_id FROM users WHERE type = 'human'") {
                (row) throws(DomainError) in (try row.text("id"), try row.text("organization_id"))
            }
            guard let person else { throw .internalFault }
            let user = User(
                id: User.ID(person.0), organizationID: Organization.ID(person.1), username: "minnie",
                kind: .human(Human(givenName: "M", familyName: "M", email: address, isEmailVerified: true)),
                tokensValidFrom: now, createdAt: now, changedAt: now)
            try messages.post(.passwordChanged, to: user, in: tx, at: now)
        }
        await database.close()
    }

    @Test func `a process that is killed while the server reads sends nothing a second time`() async throws {
        let mail = try await MailServer()
        let first = try AlcazarProcess(settings: Self.settings(mail.port))
        try await first.start()
        let store = "\(first.folder)/alcazar.db"
        try await Self.post(store, to: "stalled@mouse.example")
        _ = try await mail.mails(atLeast: 1)
        #expect(first.end(SIGKILL) == -SIGKILL)
        let listed = try await AlcazarProcess.run(["messages"], in: first.folder, settings: Self.settings(mail.port))
        #expect(listed.status == 0)
        #expect(listed.output.contains("passwordChanged") && listed.output.contains("sending"))
        #expect(!listed.output.contains("mouse"))

        let second = try AlcazarProcess(folder: first.folder, settings: Self.settings(mail.port))
        try await second.start()
        // What comes later goes, so the courier works; what was being sent does not.
        try await Self.post(store, to: "minnie@mouse.example")
        let mails = try await mail.mails(atLeast: 2)
        second.end(SIGTERM)
        #expect(mails.map { $0["receivers"] } == [["stalled@mouse.example"], ["minnie@mouse.example"]])
        #expect(try mail.mails.count == 2)
    }

    @Test func `a message that was posted while the server was away goes after a restart`() async throws {
        let away = try await MailServer()
        let port = away.port
        away.stop()
        let first = try AlcazarProcess(settings: Self.settings(port))
        try await first.start()
        try await Self.post("\(first.folder)/alcazar.db", to: "minnie@mouse.example")
        for _ in 0..<500 where !first.logged.contains("a message was not sent and is tried again") {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(first.logged.contains("the server was not reached"))
        #expect(!first.logged.contains("minnie@mouse.example\""))
        first.end(SIGKILL)
        let mail = try await MailServer(port: port)
        let second = try AlcazarProcess(folder: first.folder, settings: Self.settings(port))
        try await second.start()
        let mails = try await mail.mails(atLeast: 1)
        second.end(SIGTERM)
        #expect(mails.count == 1)
        let listed = try await AlcazarProcess.run(["messages"], in: first.folder, settings: Self.settings(port))
        #expect(listed.output == "no message waits, and none was given up\n")
    }

    @Test(
        arguments: [
            (["SMTPCONFIGURATION_SMTP_HOST": "mail example:25", "SMTPCONFIGURATION_FROM": "a@b.example"], "SMTP_HOST"),
            (["SMTPCONFIGURATION_SMTP_HOST": "mail.example.com:587"], "FROM"),
            (["SMTPCONFIGURATION_SMTP_HOST": "mail.example.com:587", "SMTPCONFIGURATION_FROM": "nobody"], "FROM"),
            (
                [
                    "SMTPCONFIGURATION_SMTP_PASSWORD": "s3cr3t", "SMTPCONFIGURATION_SMTP_PASSWORD_FILE": "/dev/null",
                ], "SMTP_PASSWORD"
            ),
            (["SMTPCONFIGURATION_SMTP_PASSWORD_FILE": "/nowhere"], "SMTP_PASSWORD_FILE"),
            (["SMSCONFIGURATION_TWILIO_SID": "AC1", "SMSCONFIGURATION_TWILIO_SENDERNUMBER": "+1"], "TWILIO_SID"),
            (["SMSCONFIGURATION_HTTP_ENDPOINT": "ftp://x", "SMSCONFIGURATION_HTTP_SIGNINGKEY": "k"], "ENDPOINT"),
            (["SMSCONFIGURATION_HTTP_ENDPOINT": "https://hook.example"], "SIGNINGKEY"),
            (
                [
                    "SMSCONFIGURATION_HTTP_ENDPOINT": "https://hook.example", "SMSCONFIGURATION_HTTP_SIGNINGKEY": "k",
                    "SMSCONFIGURATION_TWILIO_SID": "AC1",
                ], "ENDPOINT"
            ),
        ] as [([String: String], String)])
    func `settings that cannot send are refused by name`(settings: [String: String], name: String) async throws {
        let named = Dictionary(
            uniqueKeysWithValues: settings.map { ("ALCAZAR_DEFAULTINSTANCE_\($0.key)", $0.value) })
        let result = try await AlcazarProcess.run(["check"], settings: named)
        #expect(result.status == 1)
        #expect(result.error.contains(name))
        #expect(!result.error.contains("s3cr3t"))
    }
}
