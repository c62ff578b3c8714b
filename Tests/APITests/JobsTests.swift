internal import App
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
}
