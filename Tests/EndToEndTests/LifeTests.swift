internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("A service from its first start to its last", .serialized)
struct LifeTests {
    static let firstInstance = [
        "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME": "root",
        "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_MACHINEKEY_TYPE": "1",
        "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_PAT_EXPIRATIONDATE": "2099-01-01T00:00:00Z",
        "ALCAZAR_FIRSTINSTANCE_MACHINEKEYPATH": "root.json", "ALCAZAR_FIRSTINSTANCE_PATPATH": "root.pat",
    ]

    private func secret(_ name: String, in folder: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `the first start makes keys, files and an administrator; a restart finds everything`() async throws {
        let alcazar = try AlcazarProcess(settings: Self.firstInstance)
        try await alcazar.start()
        #expect(alcazar.printed.contains("zitadel-admin@zitadel.localhost"))
        for name in ["root.json", "root.pat", "keys/master.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(alcazar.folder)/\(name)")
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
        let token = try secret("root.pat", in: alcazar.folder)
        let answer = try await alcazar.get("/oidc/v1/userinfo", token: token)
        #expect(answer.status == 200)
        #expect(try answer.json["preferred_username"] == "root")
        #expect(alcazar.end(SIGTERM) == 0)

        let again = try AlcazarProcess(folder: alcazar.folder, settings: Self.firstInstance)
        try await again.start()
        #expect(!again.printed.contains("administrator"))
        #expect(try await again.get("/oidc/v1/userinfo", token: token).status == 200)

        let backup = try await AlcazarProcess.run(["backup", "copy.db"], in: again.folder)
        #expect(backup.status == 0)
        #expect(try await AlcazarProcess.run(["backup", "copy.db"], in: again.folder).status == 1)
        #expect(again.end(SIGTERM) == 0)

        let restored = try AlcazarProcess(
            folder: again.folder, settings: ["ALCAZAR_DATABASE_URL": "sqlite:copy.db"])
        try await restored.start()
        #expect(try await restored.get("/oidc/v1/userinfo", token: token).status == 200)
        #expect(restored.end(SIGTERM) == 0)
        let migrated = try await AlcazarProcess.run(["migrate"], in: again.folder)
        #expect(migrated.output.contains("is current"))
    }

    @Test func `a wrong master key stops the start with a clear message`() async throws {
        let alcazar = try AlcazarProcess()
        try await alcazar.start()
        alcazar.end(SIGTERM)
        let result = try await AlcazarProcess.run(
            ["serve"], in: alcazar.folder,
            settings: ["ALCAZAR_MASTERKEY": String(repeating: "k", count: 32), "ALCAZAR_LISTEN": "127.0.0.1:0"])
        #expect(result.status == 1)
        #expect(result.error.contains("the master key is not the one of this store"))
    }

    @Test func `a process killed under load loses nothing that it acknowledged`() async throws {
        var alcazar = try AlcazarProcess(settings: Self.firstInstance)
        try await alcazar.start()
        let token = try secret("root.pat", in: alcazar.folder)
        let organization = try #require(
            try await alcazar.call(
                "zitadel.org.v2.OrganizationService/ListOrganizations", [:], token: token
            ).json["result"]?[0]?["id"])
        var acknowledged: Set<String> = []
        for round in 0..<6 {
            let running = alcazar
            acknowledged.formUnion(
                await withTaskGroup(of: [String].self) { group in
                    for worker in 0..<8 {
                        group.addTask { await Self.addUsers(running, token, organization, "\(round)-\(worker)") }
                    }
                    group.addTask {
                        // The moment of the kill is what the test varies; it waits for nothing.
                        try? await Task.sleep(for: .milliseconds(Int.random(in: 20...400)))
                        running.end(SIGKILL)
                        return []
                    }
                    return await group.reduce(into: []) { $0 += $1 }
                })
            alcazar = try AlcazarProcess(folder: alcazar.folder, settings: Self.firstInstance)
            try await alcazar.start()
        }
        #expect(acknowledged.count > 6)
        for id in acknowledged {
            let answer = try await alcazar.get("/v2/users/\(id)", token: token)
            #expect(answer.status == 200)
        }
        alcazar.end(SIGTERM)
    }

    /// Adds users until the process is gone.
    /// - Returns: the identifiers that were acknowledged.
    private static func addUsers(
        _ alcazar: AlcazarProcess, _ token: String, _ organization: JSONValue, _ prefix: String
    ) async -> [String] {
        var ids: [String] = []
        for number in 0..<100_000 {
            // An error means that the process was killed: nothing was acknowledged.
            let answer = try? await alcazar.call(
                "zitadel.user.v2.UserService/CreateUser",
                [
                    "organizationId": organization, "username": .string("user-\(prefix)-\(number)"),
                    "machine": ["name": "load"],
                ], token: token)
            guard let answer, answer.status == 200 else { return ids }
            if let id = try? answer.json["id"]?.stringValue { ids.append(id) }
        }
        return ids
    }

    @Test func `SIGTERM under load cuts no request off`() async throws {
        let alcazar = try AlcazarProcess(settings: Self.firstInstance)
        try await alcazar.start()
        let token = try secret("root.pat", in: alcazar.folder)
        let answers = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var statuses: [Int] = []
                    // A connection that is refused ends the loop; an answer that was begun must be whole.
                    while let answer = try? await alcazar.get("/oidc/v1/userinfo", token: token) {
                        statuses.append(answer.status)
                    }
                    return statuses
                }
            }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(200))
                return [alcazar.end(SIGTERM) == 0 ? 200 : -1]
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(answers.count > 8)
        #expect(answers.allSatisfy { $0 == 200 })
    }
}
