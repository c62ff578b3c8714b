internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("A service on PostgreSQL")
struct PostgresTests {
    static let masterKey = ["ALCAZAR_MASTERKEY": String(repeating: "k", count: 32)]

    private func settings(_ schema: PostgresSchema) -> [String: String] {
        LifeTests.firstInstance.merging(Self.masterKey) { $1 }.merging(["ALCAZAR_DATABASE_URL": schema.url]) { $1 }
    }

    private func token(in folder: String) throws -> String {
        try String(contentsOfFile: "\(folder)/root.pat", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `nodes that start at once on an empty store set it up once, and serve the same`() async throws {
        let schema = try await PostgresServer.shared.value.makeSchema()
        let nodes = try (0..<4).map { _ in try AlcazarProcess(settings: settings(schema)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes { group.addTask { try await node.start() } }
            try await group.waitForAll()
        }
        let makers = nodes.filter { $0.printed.contains("zitadel-admin@zitadel.localhost") }
        #expect(makers.count == 1)
        let token = try token(in: #require(makers.first).folder)
        for node in nodes {
            #expect(try await node.get("/oidc/v1/userinfo", token: token).status == 200)
        }
        for node in nodes { #expect(node.end(SIGTERM) == 0) }
    }

    @Test func `a service moves from SQLite to PostgreSQL and back with all it has`() async throws {
        let schema = try await PostgresServer.shared.value.makeSchema()
        let old = try AlcazarProcess(settings: LifeTests.firstInstance.merging(Self.masterKey) { $1 })
        try await old.start()
        let token = try token(in: old.folder)
        #expect(old.end(SIGTERM) == 0)

        let copy = try await AlcazarProcess.run(
            ["copy", "--from", "sqlite:alcazar.db"], in: old.folder, settings: settings(schema))
        #expect(copy.status == 0)
        #expect(copy.output.contains("and verified them"))
        #expect(copy.error.contains("users: 2"))
        let again = try await AlcazarProcess.run(
            ["copy", "--from", "sqlite:alcazar.db", "--to", schema.url], in: old.folder)
        #expect(again.status == 1)
        #expect(again.error.contains("is not empty"))

        let moved = try AlcazarProcess(folder: old.folder, settings: settings(schema))
        try await moved.start()
        #expect(try await moved.get("/oidc/v1/userinfo", token: token).status == 200)
        let backup = try await AlcazarProcess.run(["backup", "copy.db"], in: old.folder, settings: settings(schema))
        #expect(backup.status == 1)
        #expect(backup.error.contains("pg_dump"))
        #expect(moved.end(SIGTERM) == 0)

        let back = try await AlcazarProcess.run(
            ["copy", "--from", schema.url, "--to", "sqlite:back.db"], in: old.folder)
        #expect(back.status == 0)
        let restored = try AlcazarProcess(
            folder: old.folder, settings: Self.masterKey.merging(["ALCAZAR_DATABASE_URL": "sqlite:back.db"]) { $1 })
        try await restored.start()
        #expect(try await restored.get("/oidc/v1/userinfo", token: token).status == 200)
        #expect(restored.end(SIGTERM) == 0)
    }

    @Test func `a start without a server waits, and says what it waits for`() async throws {
        let result = try await AlcazarProcess.run(
            ["serve"],
            settings: Self.masterKey.merging([
                "ALCAZAR_DATABASE_URL": "postgres://alcazar:pass-word@127.0.0.1:1/store",
                "ALCAZAR_DATABASE_POSTGRES_AWAITINITIALCONN": "1s",
            ]) { $1 })
        #expect(result.status == 1)
        #expect(result.error.contains("waiting for the store"))
        #expect(result.error.contains("cannot open the store postgres://127.0.0.1:1/store"))
        #expect(!result.error.contains("pass-word"))
    }
}
