internal import Domain
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("WebKeyService")
struct WebKeysTests {
    let fixture: WebKeysFixture

    init() async throws {
        fixture = try await WebKeysFixture()
    }

    @Test(
        arguments: [
            ([:], ["rsa": ["bits": "RSA_BITS_2048", "hasher": "RSA_HASHER_SHA256"]]),
            (["rsa": [:]], ["rsa": ["bits": "RSA_BITS_2048", "hasher": "RSA_HASHER_SHA256"]]),
            (
                ["rsa": ["bits": "RSA_BITS_3072", "hasher": "RSA_HASHER_SHA384"]],
                ["rsa": ["bits": "RSA_BITS_3072", "hasher": "RSA_HASHER_SHA384"]]
            ),
            (
                ["rsa": ["bits": "RSA_BITS_UNSPECIFIED", "hasher": 3]],
                ["rsa": ["bits": "RSA_BITS_2048", "hasher": "RSA_HASHER_SHA512"]]
            ),
            (["ecdsa": [:]], ["ecdsa": ["curve": "ECDSA_CURVE_P256"]]),
            (["ecdsa": ["curve": "ECDSA_CURVE_P384"]], ["ecdsa": ["curve": "ECDSA_CURVE_P384"]]),
            (["ecdsa": ["curve": "ECDSA_CURVE_P512"]], ["ecdsa": ["curve": "ECDSA_CURVE_P512"]]),
            (["ed25519": [:]], ["ed25519": [:]]),
        ] as [(JSONValue, JSONValue)])
    func `a key of each kind is created and read back`(message: JSONValue, kind: JSONValue) async throws {
        let created = try await fixture.call("CreateWebKey", message)
        #expect(created.status == .ok)
        #expect(try created.json["creationDate"] == "2026-01-05T10:00:00Z")
        let id = try #require(try created.json["id"])
        var expected: JSONObject = [
            "id": id, "creationDate": "2026-01-05T10:00:00Z", "changeDate": "2026-01-05T10:00:00Z",
            "state": "STATE_ACTIVE",
        ]
        for member in try #require(kind.objectValue).members { expected.append(member.name, member.value) }
        #expect(try await fixture.call("ListWebKeys").json == ["webKeys": [.object(expected)]])
    }

    @Test func `the first key signs, later ones wait until they are activated`() async throws {
        let first = try await fixture.create()
        let second = try await fixture.create()
        #expect(try await fixture.states() == ["STATE_ACTIVE", "STATE_INITIAL"])
        fixture.api.clock.advance(by: .minutes(5))
        let activated = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        #expect(try activated.json == ["changeDate": "2026-01-05T10:05:00Z"])
        #expect(try await fixture.states() == ["STATE_INACTIVE", "STATE_ACTIVE"])
        #expect(try await fixture.list()[0]["id"] == .string(first))
        #expect(try await fixture.signingKeys.active().kid == second)
    }

    @Test func `activating the active key changes nothing`() async throws {
        let key = try await fixture.create()
        fixture.api.clock.advance(by: .minutes(5))
        let response = try await fixture.call("ActivateWebKey", ["id": .string(key)])
        #expect(try response.json == ["changeDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.states() == ["STATE_ACTIVE"])
    }

    @Test func `a waiting and a retired key can be deleted, over REST too`() async throws {
        let first = try await fixture.create()
        let second = try await fixture.create()
        let third = try await fixture.create()
        _ = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        #expect(
            try await fixture.call("DeleteWebKey", ["id": .string(first)]).json
                == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.api.rest(.delete, "/v2/web_keys/\(third)").status == .ok)
        let list = try await fixture.api.rest(.get, "/v2/web_keys")
        #expect(try list.json["webKeys"]?.arrayValue?.map { $0["id"] } == [.string(second)])
    }

    @Test func `deleting an unknown key succeeds without a date`() async throws {
        let response = try await fixture.call("DeleteWebKey", ["id": "1"])
        #expect(response.status == .ok)
        #expect(try response.json == [:])
    }

    @Test(
        arguments: [
            ("ActivateWebKey", ["id": "1"], HTTPStatus.notFound, "COMMAND-teiG3"),
            ("ActivateWebKey", [:], .badRequest, "invalid ActivateWebKeyRequest.Id"),
            ("DeleteWebKey", ["id": ""], .badRequest, "invalid DeleteWebKeyRequest.Id"),
            ("CreateWebKey", ["rsa": [:], "ed25519": [:]], .badRequest, "oneof"),
            ("CreateWebKey", ["rsa": ["bits": 9]], .badRequest, "defined enum values"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        let response = try await fixture.call(method, message)
        #expect(response.status == status)
        #expect(response.text.contains(text))
    }

    @Test func `the active key cannot be deleted`() async throws {
        let key = try await fixture.create()
        let response = try await fixture.call("DeleteWebKey", ["id": .string(key)])
        #expect(response.status == .badRequest)
        #expect(try response.json["code"] == "failed_precondition")
        #expect(response.text.contains("COMMAND-Chai1"))
        #expect(try await fixture.states() == ["STATE_ACTIVE"])
    }

    @Test(
        arguments: ["CreateWebKey", "ActivateWebKey", "DeleteWebKey", "ListWebKeys"],
        ["acme-owner", "other-owner", "nobody"])
    func `only administrators of the instance may call it`(method: String, user: String) async throws {
        let key = try await fixture.create()
        let response = try await fixture.call(method, ["id": .string(key), "ed25519": [:]], as: user)
        #expect(response.status == .notFound)
        #expect(response.text.contains("AUTHZ-cdgFk"))
        #expect(try await fixture.states() == ["STATE_ACTIVE"])
    }
}
