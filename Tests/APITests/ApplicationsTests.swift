internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("ApplicationService: applications")
struct ApplicationsTests {
    static let code: JSONValue = [
        "redirectUris": ["https://app.example/cb"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
        "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
    ]

    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1")
    }

    private func client(_ id: String) async throws -> Client? {
        try await fixture.api.database.read(.activeClient(id))
    }

    @Test func `an API application gets a client identifier and a secret`() async throws {
        let reply = try await fixture.reply(
            "ApplicationService/CreateApplication",
            ["projectId": "p1", "name": "Backend", "apiConfiguration": [:]], as: "acme-owner")
        let id = try #require(reply["applicationId"]?.stringValue)
        let clientID = try #require(reply["apiConfiguration"]?["clientId"]?.stringValue)
        let secret = try #require(reply["apiConfiguration"]?["clientSecret"]?.stringValue)
        #expect(Int64(clientID) != nil && clientID != id)
        #expect(secret.count == 64 && secret.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(try await client(clientID)?.secretDigest == SHA256.digest(secret.utf8))
        let read = try await fixture.call("ApplicationService/GetApplication", ["applicationId": .string(id)])
        #expect(
            try read.json == [
                "application": [
                    "applicationId": .string(id), "creationDate": "2026-01-05T10:00:00Z",
                    "changeDate": "2026-01-05T10:00:00Z", "state": "APPLICATION_STATE_ACTIVE", "name": "Backend",
                    "projectId": "p1", "apiConfiguration": ["clientId": .string(clientID)],
                ]
            ])
        #expect(!read.text.contains(secret))
    }

    @Test func `an application that signs assertions has no secret`() async throws {
        let reply = try await fixture.addApplication(
            "a1", to: "p1", ["authMethodType": "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"])
        #expect(reply["apiConfiguration"]?["clientSecret"] == nil)
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "a1"])
        #expect(
            read["application"]?["apiConfiguration"]?["authMethodType"] == "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT")
    }

    @Test(
        arguments: [
            (["projectId": "p1", "name": "", "apiConfiguration": [:]], HTTPStatus.badRequest, ""),
            (["projectId": "", "name": "A", "apiConfiguration": [:]], .badRequest, ""),
            (["projectId": "p1", "name": "A"], .badRequest, ""),
            (["projectId": "p1", "name": "A", "apiConfiguration": [:], "oidcConfiguration": [:]], .badRequest, ""),
            (["projectId": "p1", "name": "A", "samlConfiguration": [:]], .notImplemented, "APP-S4mlN"),
            (["projectId": "p1", "name": " ", "apiConfiguration": [:]], .badRequest, "PROJECT-1n8df"),
            (["projectId": " ", "name": "A", "apiConfiguration": [:]], .badRequest, "PROJECT-34Fm0"),
            (["projectId": "no", "name": "A", "apiConfiguration": [:]], .badRequest, "COMMAND-4M0fs"),
            (
                ["projectId": "p1", "applicationId": "a1", "name": "A", "apiConfiguration": [:]], .badRequest,
                "PROJECT-lxowmp"
            ),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a wrong application is refused`(message: JSONValue, status: HTTPStatus, id: String) async throws {
        try await fixture.addApplication("a1", to: "p1")
        let response = try await fixture.call("ApplicationService/CreateApplication", message)
        #expect(response.status == status)
        #expect(try response.errorID == id)
    }

    @Test func `a client identifier is never the name of a user`() async throws {
        // The clock stands still, so the next identifiers are known: users take the first two client identifiers.
        let next = fixture.api.ids.next()
        for taken in [next + 2, next + 3] { try await fixture.addUser(String(taken)) }
        let generated = fixture.api.ids.next()
        try #require(generated < next + 2)
        let reply = try await fixture.addApplication("a1", to: "p1")
        let clientID = try #require(reply["apiConfiguration"]?["clientId"]?.stringValue)
        let users = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT username FROM users") { (row) throws(DomainError) in try row.text("username") }
        }
        #expect(!users.contains(clientID))
        #expect(clientID == String(next + 4))
    }

    @Test(
        arguments: [
            "GetApplication", "UpdateApplication", "DeleteApplication", "DeactivateApplication",
            "ReactivateApplication", "GenerateClientSecret", "CreateApplicationKey",
        ], [["applicationId": "no", "projectId": "p1"], ["applicationId": "a1", "projectId": "p2"]] as [JSONValue])
    func `an unknown application, and one of another project, is not found`(
        method: String, message: JSONValue
    ) async throws {
        // Reading names no project.
        guard method != "GetApplication" || message["applicationId"] == "no" else { return }
        try await fixture.addProject("p2")
        try await fixture.addApplication("a1", to: "p1")
        let response = try await fixture.call("ApplicationService/\(method)", message)
        let ids = [
            "DeleteApplication": "COMMAND-0po9s", "DeactivateApplication": "COMMAND-ov9d3",
            "ReactivateApplication": "COMMAND-ov9d3", "GenerateClientSecret": "COMMAND-2g66f",
        ]
        #expect(response.status == .notFound)
        #expect(try response.errorID == ids[method] ?? "COMMAND-2n8uU")
    }

    @Test func `a deactivated application is no client until it is reactivated`() async throws {
        let message: JSONValue = ["applicationId": "a1", "projectId": "p1"]
        let created = try await fixture.addApplication("a1", to: "p1")
        let clientID = try #require(created["apiConfiguration"]?["clientId"]?.stringValue)
        let active = try await fixture.call("ApplicationService/ReactivateApplication", message)
        #expect(try active.errorID == "COMMAND-1n8cM")
        let deactivated = try await fixture.reply("ApplicationService/DeactivateApplication", message)
        #expect(deactivated == ["deactivationDate": "2026-01-05T10:00:00Z"])
        #expect(try await client(clientID) == nil)
        let again = try await fixture.call("ApplicationService/DeactivateApplication", message)
        #expect(again.status == .badRequest)
        #expect(try again.errorID == "COMMAND-dsh35")
        let reactivated = try await fixture.reply("ApplicationService/ReactivateApplication", message)
        #expect(reactivated == ["reactivationDate": "2026-01-05T10:00:00Z"])
        #expect(try await client(clientID) != nil)
    }

    @Test func `a deleted application is gone`() async throws {
        let message: JSONValue = ["applicationId": "a1", "projectId": "p1"]
        try await fixture.addApplication("a1", to: "p1")
        let reply = try await fixture.reply("ApplicationService/DeleteApplication", message)
        #expect(reply == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.call("ApplicationService/GetApplication", message).status == .notFound)
    }

    @Test func `a new secret replaces the old one`() async throws {
        let created = try await fixture.addApplication("a1", to: "p1")
        let clientID = try #require(created["apiConfiguration"]?["clientId"]?.stringValue)
        let reply = try await fixture.reply(
            "ApplicationService/GenerateClientSecret", ["applicationId": "a1", "projectId": "p1"])
        let secret = try #require(reply["clientSecret"]?.stringValue)
        #expect(reply["creationDate"] == "2026-01-05T10:00:00Z")
        #expect(.string(secret) != created["apiConfiguration"]?["clientSecret"])
        #expect(try await client(clientID)?.secretDigest == SHA256.digest(secret.utf8))
    }

    @Test func `a client without secrets gets none`() async throws {
        try await fixture.addApplication("a1", to: "p1", ["authMethodType": 1])
        let response = try await fixture.call(
            "ApplicationService/GenerateClientSecret", ["applicationId": "a1", "projectId": "p1"])
        #expect(response.status == .badRequest)
        #expect(try response.errorID == "COMMAND-Ghrh3")
    }

    @Test func `a client that gives up its secret does not get it back`() async throws {
        let created = try await fixture.addApplication("a1", to: "p1")
        let clientID = try #require(created["apiConfiguration"]?["clientId"]?.stringValue)
        for method in ["API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT", "API_AUTH_METHOD_TYPE_BASIC"] {
            try await fixture.reply(
                "ApplicationService/UpdateApplication",
                [
                    "applicationId": "a1", "projectId": "p1", "apiConfiguration": ["authMethodType": .string(method)],
                ])
        }
        let client = try #require(try await client(clientID))
        #expect(client.authenticationMethod == .basic)
        #expect(client.secretDigest == nil)
    }

    @Test func `an update changes what is given`() async throws {
        try await fixture.addApplication("a1", to: "p1", Self.code, kind: "oidcConfiguration")
        fixture.api.clock.advance(by: .seconds(1))
        let change: JSONValue = [
            "applicationId": "a1", "projectId": "p1", "name": "",
            "oidcConfiguration": [
                "redirectUris": [" https://new.example/cb "], "responseTypes": [], "clockSkew": "1.5s",
                "accessTokenType": "OIDC_TOKEN_TYPE_JWT",
            ],
        ]
        let changed = try await fixture.reply("ApplicationService/UpdateApplication", change)
        #expect(changed == ["changeDate": "2026-01-05T10:00:01Z"])
        fixture.api.clock.advance(by: .seconds(1))
        #expect(try await fixture.reply("ApplicationService/UpdateApplication", change) == changed)
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "a1"])
        let configuration = read["application"]?["oidcConfiguration"]
        #expect(read["application"]?["name"] == "Application a1")
        #expect(configuration?["redirectUris"] == ["https://new.example/cb"])
        #expect(configuration?["responseTypes"] == ["OIDC_RESPONSE_TYPE_CODE"])
        #expect(configuration?["clockSkew"] == "1.500s")
        #expect(configuration?["accessTokenType"] == "OIDC_TOKEN_TYPE_JWT")
    }

    @Test(
        arguments: [
            (["oidcConfiguration": ["responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"]]], "COMMAND-5m9fs"),
            (["oidcConfiguration": ["responseTypes": ["OIDC_RESPONSE_TYPE_UNSPECIFIED"]]], "COMMAND-5m9fs"),
            (["oidcConfiguration": ["clockSkew": "6s"]], "COMMAND-5m9fs"),
            (["oidcConfiguration": ["additionalOrigins": ["https://x.example/path"]]], "COMMAND-5m9fs"),
            (["oidcConfiguration": ["backChannelLogoutUri": "nothing"]], "PROJECT-iZL2Ac"),
            (["name": " "], "COMMAND-5m9fs"),
            (["apiConfiguration": [:]], "COMMAND-GBr34"),
            (["name": .string(String(repeating: "x", count: 201))], ""),
        ] as [(JSONValue, String)])
    func `a wrong update is refused`(change: JSONValue, id: String) async throws {
        try await fixture.addApplication("a1", to: "p1", Self.code, kind: "oidcConfiguration")
        var message = try #require(change.objectValue)
        message.append("applicationId", "a1")
        message.append("projectId", "p1")
        let response = try await fixture.call("ApplicationService/UpdateApplication", .object(message))
        #expect(response.status == .badRequest)
        #expect(try response.errorID == id)
    }

    @Test func `an API application cannot get the settings of another kind`() async throws {
        try await fixture.addApplication("a1", to: "p1")
        let message: JSONValue = ["applicationId": "a1", "projectId": "p1", "oidcConfiguration": Self.code]
        #expect(try await fixture.call("ApplicationService/UpdateApplication", message).errorID == "COMMAND-GBr34")
    }
}
