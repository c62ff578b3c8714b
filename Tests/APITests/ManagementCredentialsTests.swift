internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Management API: credentials and metadata")
struct ManagementCredentialsTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test func `a secret comes with the client_id that it belongs to`() async throws {
        let response = try await fixture.manage(.put, "/robot/secret", [:])
        expect(response, .ok)
        #expect(try response.json["clientId"] == "robot")
        #expect(
            try response.json["details"]
                == ["sequence": "1", "creationDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme"])
        let secret = try #require(try response.json["clientSecret"]?.stringValue)
        #expect(try await fixture.machine("robot", secret: secret) != nil)
        expect(try await fixture.manage(.delete, "/robot/secret"), .ok, containing: "changeDate")
        #expect(try await fixture.machine("robot", secret: secret) == nil)
    }

    @Test(
        arguments: [
            (HTTPMethod.put, "gone", HTTPStatus.notFound, "QUERY-Dfbg2"),
            (.put, "other-robot", .notFound, "User could not be found (MANAG-fpo4B)"),
            (.put, "minnie", .badRequest, "COMMAND-x8910n"), (.delete, "minnie", .badRequest, "COMMAND-x7s802"),
            (.delete, "other-robot", .badRequest, "COMMAND-x7s802"),
            (.delete, "robot", .badRequest, "COMMAND-coi82n"),
        ])
    func `a wrong call about a secret is refused`(
        method: HTTPMethod, user: String, status: HTTPStatus, text: String
    ) async throws {
        expect(try await fixture.manage(method, "/\(user)/secret"), status, containing: text)
    }

    @Test func `a key is made, read, listed and removed`() async throws {
        let response = try await fixture.manage(
            .post, "/robot/keys", ["type": "KEY_TYPE_JSON", "expirationDate": "2030-01-01T00:00:00Z"])
        expect(response, .ok)
        let id = try #require(try response.json["keyId"]?.stringValue)
        #expect(
            try response.json["details"]
                == ["sequence": "1", "creationDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme"])
        let content = try #require(try response.json["keyDetails"]?.stringValue)
        let file = try JSONValue(parsing: try #require(Base64.decode(content)))
        #expect(try PrivateKey(pem: try #require(file["key"]?.stringValue)).kind == .rsa(bits: 2048))
        let key: JSONValue = [
            "id": .string(id),
            "details": [
                "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme",
                "creationDate": "2026-01-05T10:00:00Z",
            ],
            "type": "KEY_TYPE_JSON", "expirationDate": "2030-01-01T00:00:00Z",
        ]
        #expect(try await fixture.manage(.get, "/robot/keys/\(id)").json == ["key": key])
        #expect(
            try await fixture.manage(.post, "/robot/keys/_search", ["query": ["limit": 50, "asc": true]]).json == [
                "details": ["totalResult": "1", "viewTimestamp": "2026-01-05T10:00:00Z"], "result": [key],
            ])
        expect(
            try await fixture.manage(.get, "/minnie/keys/\(id)"), .notFound,
            containing: "Errors.AuthNKey.NotFound (QUERY-Dgr3g)")
        expect(try await fixture.manage(.delete, "/robot/keys/\(id)"), .ok, containing: "changeDate")
        expect(try await fixture.manage(.get, "/robot/keys/\(id)"), .notFound, containing: "QUERY-Dgr3g")
        expect(try await fixture.manage(.delete, "/robot/keys/\(id)"), .notFound, containing: "COMMAND-4m77G")
    }

    @Test func `a public key of the caller gives no key file, and no expiry means never`() async throws {
        let pem = try Fixture.bytes("rfc8037/A.2.public.pem")
        let response = try await fixture.manage(
            .post, "/robot/keys", ["type": 1, "publicKey": .string(Base64.encode(pem))])
        expect(response, .ok)
        #expect(try response.json["keyDetails"] == nil)
        let id = try #require(try response.json["keyId"]?.stringValue)
        #expect(
            try await fixture.manage(.get, "/robot/keys/\(id)").json["key"]?["expirationDate"]
                == "9999-12-31T23:59:59Z")
    }

    @Test(
        arguments: [
            ("/robot/keys", [:], HTTPStatus.badRequest, "invalid AddMachineKeyRequest.Type"),
            ("/robot/keys", ["type": 1, "expirationDate": "2020-01-01T00:00:00Z"], .badRequest, "DOMAIN-dv3t5"),
            ("/minnie/keys", ["type": 1], .badRequest, "COMMAND-bnipwm1"),
            ("/robot/pats", ["expirationDate": "2020-01-01T00:00:00Z"], .badRequest, "DOMAIN-dv3t5"),
            ("/minnie/pats", [:], .badRequest, "COMMAND-Df2f1"), ("/gone/pats", [:], .badRequest, "COMMAND-Dggw2"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong key or token is refused`(
        path: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        expect(try await fixture.manage(.post, path, message), status, containing: text)
    }

    @Test func `a token is made, read, listed and removed`() async throws {
        let response = try await fixture.manage(.post, "/robot/pats", [:])
        expect(response, .ok, containing: "alc_pat_")
        let id = try #require(try response.json["tokenId"]?.stringValue)
        let token: JSONValue = [
            "id": .string(id),
            "details": [
                "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme",
                "creationDate": "2026-01-05T10:00:00Z",
            ],
            "expirationDate": "9999-12-31T23:59:59Z",
            "scopes": [
                "openid", "profile", "urn:zitadel:iam:user:metadata", "urn:zitadel:iam:user:resourceowner",
            ],
        ]
        #expect(try await fixture.manage(.get, "/robot/pats/\(id)").json == ["token": token])
        #expect(
            try await fixture.manage(.post, "/robot/pats/_search").json == [
                "details": ["totalResult": "1", "viewTimestamp": "2026-01-05T10:00:00Z"], "result": [token],
            ])
        expect(try await fixture.manage(.delete, "/robot/pats/\(id)"), .ok)
        expect(
            try await fixture.manage(.get, "/robot/pats/\(id)"), .notFound,
            containing: "Errors.PersonalAccessToken.NotFound (QUERY-fRunu)")
        expect(try await fixture.manage(.delete, "/robot/pats/\(id)"), .notFound, containing: "COMMAND-4m77G")
    }

    @Test func `metadata is set, read, listed and removed`() async throws {
        let set = try await fixture.manage(.post, "/robot/metadata/team", ["value": "ZGV2"])
        #expect(
            try set.json == [
                "details": ["sequence": "1", "creationDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme"]
            ])
        let entry: JSONValue = [
            "details": [
                "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": "acme",
                "creationDate": "2026-01-05T10:00:00Z",
            ],
            "key": "team", "value": "ZGV2",
        ]
        #expect(try await fixture.manage(.get, "/robot/metadata/team").json == ["metadata": entry])
        let bulk: JSONValue = ["metadata": [["key": "a", "value": "eA=="], ["key": "b", "value": "eA=="]]]
        expect(try await fixture.manage(.post, "/robot/metadata/_bulk", bulk), .ok, containing: "changeDate")
        #expect(
            try await fixture.manage(
                .post, "/robot/metadata/_search", ["queries": [["keyQuery": ["key": "TEAM", "method": 1]]]]
            ).json == [
                "details": ["totalResult": "1", "viewTimestamp": "2026-01-05T10:00:00Z"], "result": [entry],
            ])
        expect(try await fixture.manage(.delete, "/robot/metadata/team"), .ok, containing: "changeDate")
        expect(try await fixture.manage(.delete, "/robot/metadata/_bulk", ["keys": ["a", "b"]]), .ok)
        #expect(try await fixture.manage(.post, "/robot/metadata/_search").json["result"] == nil)
    }

    @Test(
        arguments: [
            (HTTPMethod.post, "/robot/metadata/k", [:], HTTPStatus.badRequest, "between 1 and 500000 bytes"),
            (.post, "/gone/metadata/k", ["value": "eA=="], .badRequest, "COMMAND-uXHNj"),
            (.get, "/robot/metadata/k", [:], .notFound, "Metadata not found (QUERY-Rgh32)"),
            (.delete, "/robot/metadata/k", [:], .notFound, "Metadata not found (META-ncnw3)"),
            (.post, "/robot/metadata/_bulk", [:], .badRequest, "META-9mm2d"),
            (.post, "/robot/metadata/_bulk", ["metadata": [["key": "k"]]], .badRequest, "invalid Metadata.Value"),
            (.delete, "/robot/metadata/_bulk", [:], .badRequest, "META-9mm2d"),
            (.delete, "/robot/metadata/_bulk", ["keys": ["k"]], .notFound, "META-2nnds"),
            (.post, "/robot/metadata/_search", ["queries": [[:]]], .badRequest, "value is required"),
        ] as [(HTTPMethod, String, JSONValue, HTTPStatus, String)])
    func `a wrong call about metadata is refused`(
        method: HTTPMethod, path: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        expect(try await fixture.manage(method, path, message), status, containing: text)
    }
}
