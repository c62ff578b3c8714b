internal import Crypto
internal import Domain
internal import HTTP
internal import JOSE
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: keys of machine users")
struct MachineKeysTests {
    static let expiry: JSONValue = "2030-01-01T00:00:00Z"

    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    /// Adds the Ed25519 key of RFC 8037, which costs nothing.
    private func add(to user: String = "robot", expiry: JSONValue = expiry) async throws -> String {
        let pem = try Fixture.bytes("rfc8037/A.2.public.pem")
        let response = try await fixture.call(
            "AddKey",
            ["userId": .string(user), "expirationDate": expiry, "publicKey": .string(Base64.encode(pem))])
        return try #require(try response.json["keyId"]?.stringValue, "\(response.text)")
    }

    @Test func `a new key leaves in the key file and verifies what it signs`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users/robot/keys", ["expirationDate": Self.expiry], as: "acme-owner")
        expect(response, .ok)
        #expect(try response.json["creationDate"] == "2026-01-05T10:00:00Z")
        let id = try #require(try response.json["keyId"]?.stringValue)
        let content = try #require(try response.json["keyContent"]?.stringValue)
        let file = try JSONValue(parsing: try #require(Base64.decode(content)))
        #expect(
            file.objectValue?.members.map(\.name) == ["type", "keyId", "key", "expirationDate", "userId"])
        #expect(file["type"] == "serviceaccount")
        #expect(file["keyId"] == .string(id))
        #expect(file["expirationDate"] == Self.expiry)
        #expect(file["userId"] == "robot")
        let pem = try #require(file["key"]?.stringValue)
        #expect(pem.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n"))
        #expect(pem.hasSuffix("\n-----END RSA PRIVATE KEY-----\n"))
        let key = try PrivateKey(pem: pem)
        #expect(key.kind == .rsa(bits: 2048))
        let found = try #require(try await fixture.clients.owner(ofKey: id))
        #expect(found.key.key == key.publicKey)
        guard case .machine(let subject) = found.owner else {
            Issue.record("the key is an application's")
            return
        }
        #expect(subject.user.id == "robot")
        let privateLine = try #require(pem.split(separator: "\n").dropFirst().first)
        #expect(try await !fixture.payloads().contains { $0.contains(privateLine) })
    }

    @Test(arguments: [
        "rfc7515/A.2.public.pem", "rfc7515/A.3.public.pem", "rfc7515/A.4.public.pem", "rfc8037/A.2.public.pem",
    ])
    func `the caller's own public key is kept as it is`(path: String) async throws {
        let pem = try Fixture.text(path)
        let response = try await fixture.call(
            "AddKey",
            [
                "userId": "robot", "expirationDate": Self.expiry,
                "publicKey": .string(Base64.encode(Array(pem.utf8))),
            ], as: "robot")
        expect(response, .ok)
        #expect(try response.json["keyContent"] == nil)
        let id = try #require(try response.json["keyId"]?.stringValue)
        let found = try #require(try await fixture.clients.owner(ofKey: id))
        #expect(try found.key.key.pem() == pem)
    }

    @Test(
        arguments: [
            ("never is the zero time", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
            ("an offset is converted", "2030-01-01T01:00:00+01:00", "2030-01-01T00:00:00Z"),
            ("the end of time", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ])
    func `the expiry is kept in UTC`(name: String, given: String, kept: String) async throws {
        let id = try await add(expiry: .string(given))
        let list = try await fixture.call("ListKeys", ["filters": [["keyIdFilter": ["id": .string(id)]]]])
        #expect(try list.json["result"]?[0]?["expirationDate"] == .string(kept))
    }

    @Test func `a key ends at its expiry`() async throws {
        let id = try await add(expiry: "2026-01-05T10:00:01Z")
        #expect(try await fixture.clients.owner(ofKey: id) != nil)
        fixture.api.clock.advance(by: .seconds(1))
        #expect(try await fixture.clients.owner(ofKey: id) == nil)
    }

    @Test func `a removed key proves nothing, and removing it again fails`() async throws {
        let id = try await add()
        #expect(try await fixture.clients.owner(ofKey: id) != nil)
        let response = try await fixture.api.rest(.delete, "/v2/users/robot/keys/\(id)", as: "robot")
        #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.clients.owner(ofKey: id) == nil)
        expect(
            try await fixture.call("RemoveKey", ["userId": "robot", "keyId": .string(id)]), .notFound,
            containing: "Machine key not found (COMMAND-4m77G)")
        #expect(try await fixture.history(of: "robot") == ["user.machine.key.added", "user.machine.key.removed"])
    }

    static let refusals: [(JSONValue, String, HTTPStatus, String)] = [
        (["userId": "robot"], "root", .badRequest, "invalid AddKeyRequest.ExpirationDate: value is required"),
        (["expirationDate": expiry], "root", .badRequest, "invalid AddKeyRequest.UserId"),
        (
            ["userId": "robot", "expirationDate": "2026-01-05T10:00:00Z"], "root", .badRequest,
            "Errors.AuthNKey.ExpireBeforeNow (DOMAIN-dv3t5)"
        ),
        (["userId": "robot", "expirationDate": "2030-01-01T00:00:00"], "root", .badRequest, "Timestamp"),
        (
            ["userId": "robot", "expirationDate": expiry, "publicKey": "eA=="], "root", .badRequest,
            "Public key is not a valid RSA public key in PKIX format with PEM encoding (COMMAND-5F3h1)"
        ),
        (["userId": "robot", "expirationDate": expiry, "publicKey": "/w=="], "root", .badRequest, "COMMAND-5F3h1"),
        (["userId": "robot", "expirationDate": expiry, "publicKey": "%"], "root", .badRequest, "bytes"),
        (
            ["userId": "minnie", "expirationDate": expiry], "root", .badRequest,
            "User could not be found (COMMAND-bnipwm1)"
        ),
        (["userId": "gone", "expirationDate": expiry], "root", .badRequest, "COMMAND-bnipwm1"),
        (["userId": "robot", "expirationDate": expiry], "other-owner", .notFound, "AUTHZ-cdgFk"),
        (["userId": "robot", "expirationDate": expiry], "nobody", .notFound, "AUTHZ-cdgFk"),
    ]

    @Test(arguments: refusals)
    func `a wrong key is refused`(message: JSONValue, user: String, status: HTTPStatus, text: String) async throws {
        expect(try await fixture.call("AddKey", message, as: user), status, containing: text)
    }

    @Test func `a private key is no public key`() async throws {
        let pem = try Fixture.bytes("rfc7515/A.2.pkcs8.pem")
        expect(
            try await fixture.call(
                "AddKey",
                ["userId": "robot", "expirationDate": Self.expiry, "publicKey": .string(Base64.encode(pem))]),
            .badRequest, containing: "COMMAND-5F3h1")
    }

    @Test(arguments: [
        ("robot", "other-owner"), ("robot", "nobody"), ("robot", "other-robot"), ("other-robot", "other-owner"),
    ])
    func `a key is removed only by those who may, and under its own user`(target: String, user: String) async throws {
        let id = try await add()
        let response = try await fixture.call(
            "RemoveKey", ["userId": .string(target), "keyId": .string(id)], as: user)
        expect(response, .notFound)
        #expect(try await fixture.clients.owner(ofKey: id) != nil)
    }

    @Test(arguments: [("root", 3), ("acme-owner", 2), ("robot", 2), ("other-owner", 1), ("nobody", 0)])
    func `only what the caller may see is shown and counted`(user: String, count: Int) async throws {
        for owner in ["robot", "robot", "other-robot"] { _ = try await add(to: owner) }
        let response = try await fixture.api.rest(.post, "/v2/users/keys/search", [:], as: user)
        #expect(try response.json["result"]?.arrayValue?.count ?? 0 == count)
        #expect(
            try response.json["pagination"]
                == (count == 0
                    ? ["appliedLimit": "100"] : ["totalResult": .string("\(count)"), "appliedLimit": "100"]))
    }

    @Test func `a key in a list has all its members`() async throws {
        let id = try await add()
        #expect(
            try await fixture.call("ListKeys").json["result"] == [
                [
                    "creationDate": "2026-01-05T10:00:00Z", "changeDate": "2026-01-05T10:00:00Z", "id": .string(id),
                    "userId": "robot", "organizationId": "acme", "expirationDate": Self.expiry,
                ]
            ])
    }

    @Test func `keys are filtered, sorted and paged`() async throws {
        let first = try await add(expiry: "2031-01-01T00:00:00Z")
        fixture.api.clock.advance(by: .minutes(1))
        let second = try await add(to: "other-robot", expiry: "2030-01-01T00:00:00Z")
        let date: JSONValue = "2030-06-01T00:00:00Z"
        let cases: [(JSONValue, [String])] = [
            ([:], [second, first]), (["pagination": ["asc": true]], [first, second]),
            (["pagination": ["limit": 1, "offset": "1"]], [first]),
            (["sortingColumn": "KEY_FIELD_NAME_ID"], [second, first]),
            (["sortingColumn": "KEY_FIELD_NAME_USER_ID"], [first, second]),
            (["sortingColumn": "KEY_FIELD_NAME_ORGANIZATION_ID"], [second, first]),
            (["sortingColumn": "KEY_FIELD_NAME_KEY_EXPIRATION_DATE"], [first, second]),
            (["filters": [["keyIdFilter": ["id": .string(first)]]]], [first]),
            (["filters": [["userIdFilter": ["id": "other-robot"]]]], [second]),
            (["filters": [["organizationIdFilter": ["id": "acme"]]]], [first]),
            (["filters": [["createdDateFilter": ["timestamp": "2026-01-05T10:00:00Z"]]]], [first]),
            (
                [
                    "filters": [
                        ["expirationDateFilter": ["timestamp": date, "method": "TIMESTAMP_FILTER_METHOD_AFTER"]]
                    ]
                ],
                [first]
            ),
            (
                [
                    "filters": [
                        ["userIdFilter": ["id": "robot"]],
                        ["expirationDateFilter": ["timestamp": date, "method": "TIMESTAMP_FILTER_METHOD_BEFORE"]],
                    ]
                ], []
            ),
        ]
        for (message, expected) in cases {
            let response = try await fixture.call("ListKeys", message)
            #expect(
                try response.json["result"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? [] == expected,
                "\(message.text)")
        }
    }

    @Test(
        arguments: [
            (["filters": [[:]]], "invalid KeysSearchFilter.Filter: value is required"),
            (["filters": [["expirationDateFilter": [:]]]], "value is required"),
            (["filters": [["tokenIdFilter": ["id": "1"]]]], "value is required"),
            (["pagination": ["limit": 1001]], "QUERY-4M0fs"), (["sortingColumn": 9], "enum values"),
        ] as [(JSONValue, String)])
    func `a wrong search is refused`(message: JSONValue, text: String) async throws {
        expect(try await fixture.call("ListKeys", message), .badRequest, containing: text)
    }
}
