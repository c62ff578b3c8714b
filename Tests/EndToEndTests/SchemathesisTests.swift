internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

/// Schemathesis reads the description of the API and makes up requests, right and wrong ones, against the real program
/// with an administrator's token. Where requests name objects, it mostly names ones that there are.
@Suite("Schemathesis: what is answered is what is described")
struct SchemathesisTests {
    @Test(arguments: ["/openapi.json", "/openapi.connect.json"])
    func `no fault of the service, and no answer outside its schema`(document: String) async throws {
        let alcazar = try AlcazarProcess(settings: LifeTests.firstInstance)
        try await alcazar.start()
        defer { alcazar.end(SIGTERM) }
        let token = try String(contentsOfFile: "\(alcazar.folder)/root.pat", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let world = try await World(alcazar, token)
        let configuration = "\(alcazar.folder)/schemathesis.toml"
        try world.configuration.write(toFile: configuration, atomically: true, encoding: .utf8)
        let result = try await ChildProcess.run(
            PythonEnvironment.program("schemathesis"),
            [
                "--config-file=\(configuration)", "--no-color", "run", "http://127.0.0.1:\(alcazar.port)\(document)",
                "--url=http://127.0.0.1:\(alcazar.port)", "--header=Authorization: Bearer \(token)",
            ], in: alcazar.folder)
        #expect(result.status == 0, "\(result.output.suffix(20000)) \(result.error.suffix(2000))")
        #expect(result.output.contains("No issues found"))
        #expect(!alcazar.logged.contains("\"level\":\"error\""))
        // The administrator was not touched, so the requests were not all refused.
        #expect(try await alcazar.get("/oidc/v1/userinfo", token: token).status == 200)
    }

    /// What requests can be about.
    private struct World {
        /// Of objects, by the name that members have which hold them.
        private var identifiers: [String: [String]] = [:]

        init(_ alcazar: AlcazarProcess, _ token: String) async throws {
            func make(_ method: String, _ message: JSONValue, _ id: String) async throws -> String {
                let answer = try await alcazar.call("zitadel.\(method)", message, token: token)
                return try #require(answer.json[id]?.stringValue, "\(method): \(answer.status)")
            }
            let organization = try await make(
                "org.v2.OrganizationService/AddOrganization", ["name": "Fuzzed"], "organizationId")
            let machine = try await make(
                "user.v2.UserService/CreateUser",
                ["organizationId": .string(organization), "username": "robot", "machine": ["name": "robot"]], "id")
            let human = try await make(
                "user.v2.UserService/CreateUser",
                [
                    "organizationId": .string(organization), "username": "mila",
                    "human": [
                        "profile": ["givenName": "Mila", "familyName": "Keller"],
                        "email": ["email": "mila@example.com", "isVerified": true],
                    ],
                ], "id")
            let project = try await make(
                "project.v2.ProjectService/CreateProject",
                ["organizationId": .string(organization), "name": "Shop"], "projectId")
            let application = try await make(
                "application.v2.ApplicationService/CreateApplication",
                ["projectId": .string(project), "name": "API", "apiConfiguration": [:]], "applicationId")
            let session = try await make(
                "session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": .string(human)]]], "sessionId"
            )
            identifiers = [
                "organizationId": [organization], "orgId": [organization], "userId": [human, machine],
                "id": [human, machine], "projectId": [project], "applicationId": [application], "sessionId": [session],
            ]
        }

        /// What is left out would end what the other requests are about or what they are sent with, or speak to hosts
        /// with made-up names.
        private static let leftOut = [
            "UserService_DeleteUser", "UserService_DeactivateUser", "UserService_LockUser",
            "UserService_RemovePersonalAccessToken", "ManagementService_RemoveUser",
            "ManagementService_DeactivateUser", "ManagementService_LockUser",
            "ManagementService_RemovePersonalAccessToken", "OrganizationService_DeleteOrganization",
            "OrganizationService_DeactivateOrganization", "ProjectService_DeleteProject",
            "ApplicationService_DeleteApplication", "SessionService_DeleteSession",
            "InternalPermissionService_UpdateAdministrator", "InternalPermissionService_DeleteAdministrator",
            "AdminService_TestEmailProviderSMTP", "AdminService_TestSMTPConfig",
            "UserService_StartIdentityProviderIntent",
        ]

        /// Conditions that lie in one another have too many borders to visit them all; they are met by chance.
        private static let recursive = [
            "UserService_ListUsers", "ManagementService_ListUsers", "InternalPermissionService_ListAdministrators",
        ]

        var configuration: String {
            var lines = [
                // One worker: two that parse Python at once can fail each other (CPython before 3.11.8, issue 106905).
                "seed = 20261121", "continue-on-failure = true", "workers = 1", "request-timeout = 20",
                "warnings = false",
                "[generation]", "max-examples = 10", "no-shrink = true",
                "[phases]", "stateful.enabled = false",
                "[checks]", "enabled = false",
                // 501 is the answer of what is described and not supported.
                "not_a_server_error = { enabled = true, expected-statuses = [\"2xx\", \"3xx\", \"4xx\", 501] }",
                "status_code_conformance.enabled = true", "content_type_conformance.enabled = true",
                "response_schema_conformance.enabled = true",
            ]
            for operation in Self.leftOut {
                lines += ["[[operations]]", "include-operation-id = \"\(operation)\"", "enabled = false"]
            }
            for operation in Self.recursive {
                lines += [
                    "[[operations]]", "include-operation-id = \"\(operation)\"", "phases.coverage.enabled = false",
                ]
            }
            for (name, values) in identifiers.sorted(by: { $0.key < $1.key }) {
                lines += ["[dictionaries.\(name)]", "values = [\(values.map { "\"\($0)\"" }.joined(separator: ", "))]"]
            }
            lines.append("[parameters]")
            for name in identifiers.keys.sorted() {
                let snakeCase = name.reduce("") { $0 + ($1.isUppercase ? "_\($1.lowercased())" : "\($1)") }
                lines.append("\"path.\(snakeCase)\" = { dictionary = \"\(name)\", probability = 0.8 }")
                lines.append("\"body.\(name)\" = { dictionary = \"\(name)\", probability = 0.8 }")
            }
            lines.append("\"header.x-zitadel-orgid\" = { dictionary = \"orgId\", probability = 0.9 }")
            return lines.joined(separator: "\n") + "\n"
        }
    }
}
