internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("ApplicationService: keys")
struct ApplicationsKeyTests {
    static let application: JSONValue = ["applicationId": "a1", "projectId": "p1"]

    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1")
        try await fixture.addApplication("a1", to: "p1", ["authMethodType": "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"])
    }

    private func create(_ expiry: JSONValue? = nil, as user: String = "root") async throws -> TestResponse {
        var message = try #require(Self.application.objectValue)
        message["expirationDate"] = expiry
        return try await fixture.call("ApplicationService/CreateApplicationKey", .object(message), as: user)
    }

    private func keyID(_ expiry: JSONValue? = nil) async throws -> String {
        try #require(try await create(expiry).json["keyId"]?.stringValue)
    }

    @Test func `the file of a key signs what the stored key verifies`() async throws {
        let reply = try await create("2030-01-01T00:00:00Z", as: "acme-owner").json
        let id = try #require(reply["keyId"]?.stringValue)
        #expect(reply["creationDate"] == "2026-01-05T10:00:00Z")
        let encoded = try #require(reply["keyDetails"]?.stringValue)
        let details = try #require(Base64.decodeLenient(encoded))
        let file = try #require(try JSONValue(parsing: details).objectValue)
        #expect(file.members.map(\.name) == ["type", "keyId", "key", "expirationDate", "appId", "clientId"])
        #expect(file["type"] == "application")
        #expect(file["keyId"] == .string(id))
        #expect(file["expirationDate"] == "2030-01-01T00:00:00Z")
        #expect(file["appId"] == "a1")
        let pem = try #require(file["key"]?.stringValue)
        #expect(pem.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n"))
        let privateKey = try PrivateKey(pem: pem)
        #expect(privateKey.kind == .rsa(bits: 2048))
        let stored = try await fixture.api.database.read(.activeClient(key: AuthenticationKey.ID(id)))
        let found = try #require(stored)
        #expect(file["clientId"] == .string(found.client.clientID))
        let message = Array("assertion".utf8)
        let signature = try privateKey.sign(message, .rsaPKCS1(.sha256))
        #expect(try PublicKey(der: found.publicKey).verify(signature, of: message, .rsaPKCS1(.sha256)))
    }

    @Test(arguments: [nil, "0001-01-01T00:00:00Z"] as [JSONValue?])
    func `a key without an end ends never`(expiry: JSONValue?) async throws {
        let id = try await keyID(expiry)
        #expect(
            try await fixture.reply("ApplicationService/GetApplicationKey", ["keyId": .string(id)]) == [
                "keyId": .string(id), "creationDate": "2026-01-05T10:00:00Z",
                "expirationDate": "9999-12-31T23:59:59Z",
            ])
    }

    @Test(
        arguments: [
            ("2026-01-05T10:00:00Z", "DOMAIN-dv3t5"), ("2020-01-01T00:00:00Z", "DOMAIN-dv3t5"), ("tomorrow", ""),
        ] as [(JSONValue, String)])
    func `a key cannot end before it is made`(expiry: JSONValue, id: String) async throws {
        let response = try await create(expiry)
        #expect(response.status == .badRequest)
        #expect(try response.errorID == id)
    }

    @Test func `a client with a secret gets no keys`() async throws {
        try await fixture.addApplication("a2", to: "p1")
        let response = try await fixture.call(
            "ApplicationService/CreateApplicationKey", ["applicationId": "a2", "projectId": "p1"])
        #expect(response.status == .badRequest)
        #expect(try response.errorID == "COMMAND-Dff54")
    }

    @Test func `a deleted key is gone`() async throws {
        let id = try await keyID()
        for (project, application, status) in [
            ("p2", "a1", HTTPStatus.notFound), ("p1", "a2", .notFound), ("p1", "a1", .ok), ("p1", "a1", .notFound),
        ] {
            let response = try await fixture.call(
                "ApplicationService/DeleteApplicationKey",
                ["keyId": .string(id), "applicationId": .string(application), "projectId": .string(project)])
            #expect(response.status == status)
            if status == .ok {
                #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
            } else {
                #expect(try response.errorID == "COMMAND-4m77G")
            }
        }
        let read = try await fixture.call("ApplicationService/GetApplicationKey", ["keyId": .string(id)])
        #expect(read.status == .notFound)
    }

    @Test func `keys are listed for those who may see them`() async throws {
        let first = try await keyID("2031-01-01T00:00:00Z")
        fixture.api.clock.advance(by: .seconds(1))
        let second = try await keyID("2030-01-01T00:00:00Z")
        let all = try await fixture.reply(
            "ApplicationService/ListApplicationKeys",
            ["sortingColumn": "APPLICATION_KEYS_SORT_BY_EXPIRATION", "pagination": ["asc": true, "limit": 1]],
            as: "acme-owner")
        #expect(
            all == [
                "keys": [
                    [
                        "keyId": .string(second), "applicationId": "a1", "projectId": "p1",
                        "creationDate": "2026-01-05T10:00:01Z", "organizationId": "acme",
                        "expirationDate": "2030-01-01T00:00:00Z",
                    ]
                ], "pagination": ["totalResult": "2", "appliedLimit": "1"],
            ])
        for (filter, expected) in [
            (["applicationIdFilter": ["applicationId": "a1"]], [second, first]),
            (["applicationIdFilter": ["applicationId": "a2"]], []),
            (["projectIdFilter": ["projectId": "p1"]], [second, first]),
            (["organizationIdFilter": ["organizationId": "other"]], []),
        ] as [(JSONValue, [String])] {
            let reply = try await fixture.reply("ApplicationService/ListApplicationKeys", ["filters": [filter]])
            #expect(reply.each("keys", "keyId") == expected)
        }
        for user in ["other-owner", "nobody"] {
            let reply = try await fixture.reply("ApplicationService/ListApplicationKeys", as: user)
            #expect(reply == ["pagination": ["appliedLimit": "100"]])
        }
    }
}
