internal import App
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// Takes a table away, so the store must be the test's alone, as files are.
@Suite("What runs in the background", .enabled(if: StoreEngine.ofService == .sqlite))
struct JobsTests {
    @Test func `a clean-up that fails is logged, and keeps no lock from ending`() async throws {
        let server = try await TestServer()
        let user = try await server.addPerson("road")
        try await server.database.write { [now = server.clock.now] (tx) throws(DomainError) in
            try tx.execute("UPDATE users SET state = 'locked', locked_until = $2 WHERE id = $1", user, now)
            try tx.execute("ALTER TABLE token_families RENAME TO token_families_elsewhere")
        }
        server.clock.advance(by: .seconds(1))
        await server.service.jobs.runOnce()
        let answer = try await server.call("zitadel.user.v2.UserService/GetUserByID", ["userId": .string(user)])
        #expect(answer["user"]?.objectValue?["state"] == "USER_STATE_ACTIVE")
        let failures = server.log.lines.filter { $0.contains("job failed") }
        #expect(failures.count == 1)
        #expect(failures.allSatisfy { $0.contains("clean-up") })
    }

    /// What the first step of the clean-up needs, its first sweep, one in between, and the last of all.
    @Test(
        arguments: [
            ("session_clients", "ALTER TABLE session_clients RENAME TO elsewhere"),
            ("revoked_tokens", "ALTER TABLE revoked_tokens RENAME TO elsewhere"),
            ("messages", "ALTER TABLE messages RENAME TO elsewhere"),
            ("device_authorizations", "ALTER TABLE device_authorizations RENAME TO elsewhere"),
        ] as [(String, SQLText)])
    func `a sweep that always fails keeps no other from running`(table: String, renaming: SQLText) async throws {
        let server = try await TestServer()
        let client = try await server.addClient("player", project: server.addProject("road"))
        let begun = try await server.post(
            "/oauth/v2/device_authorization", [("client_id", client.clientID), ("scope", "openid")])
        try #require(begun.status == .ok, "\(begun.text)")
        let now = server.clock.now
        try await server.database.write { (tx) throws(DomainError) in
            // Such a row is swept by the last statement alone.
            try tx.execute("UPDATE device_authorizations SET state = 'redeemed'")
            try tx.execute(
                "INSERT INTO user_code_failures (subject, failures, expires_at) VALUES ('somebody', 1, $1)", now)
            try tx.execute(
                "INSERT INTO used_assertions (digest, expires_at) VALUES ($1, $2)", [1] as [UInt8], now)
            try tx.execute(renaming)
        }
        server.clock.advance(by: .days(40))
        await server.service.jobs.runOnce()
        let counts: [(String, SQLText)] = [
            ("used_assertions", "SELECT COUNT(*) AS n FROM used_assertions"),
            ("user_code_failures", "SELECT COUNT(*) AS n FROM user_code_failures"),
            ("device_authorizations", "SELECT COUNT(*) AS n FROM device_authorizations"),
        ]
        for (swept, count) in counts where swept != table {
            let left = try await server.database.read { (tx) throws(DomainError) in
                try tx.first(count) { (row) throws(DomainError) in try row.integer("n") }
            }
            #expect(left == 0, "\(swept)")
        }
        let lines = server.log.lines
        #expect(lines.count { $0.contains("job failed") && $0.contains("clean-up") } == 1)
        #expect(lines.contains { $0.contains("refused a statement") && $0.contains(table) })
    }
}
