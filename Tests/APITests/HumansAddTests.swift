internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService/AddHumanUser: the older call")
struct HumansAddTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    @Test(
        arguments: [
            ("acme-owner", [:], nil, .ok, "acme"), ("root", ["orgId": "other"], nil, .ok, "other"),
            ("root", ["orgDomain": "Other.localhost"], nil, .ok, "other"), ("root", [:], "other", .ok, "other"),
            ("root", ["orgId": "acme"], "other", .ok, "acme"),
            ("acme-owner", ["orgId": ""], nil, .ok, "acme"), ("root", ["orgId": ""], "other", .ok, "other"),
            ("root", ["orgDomain": ""], "other", .ok, "other"), ("root", ["name": "other"], nil, .ok, "acme"),
            ("root", ["orgId": "gone"], nil, .forbidden, "Organisation doesn't exist (AUTH-Bs7Ds)"),
            ("root", ["orgDomain": "gone"], nil, .forbidden, "AUTH-Bs7Ds"),
            ("acme-owner", ["orgId": "other"], nil, .notFound, "AUTHZ-cdgFk"),
            ("nobody", [:], nil, .notFound, "AUTHZ-cdgFk"),
        ] as [(String, JSONValue, String?, HTTPStatus, String)])
    func `the older call is about the organization of the context`(
        user: String, named: JSONValue, context: String?, status: HTTPStatus, text: String
    ) async throws {
        var message = HumansCreateTests.least
        if named != [:] { message["organization"] = named }
        let response = try await fixture.api.connect(
            "\(UsersFixture.service)/AddHumanUser", .object(message), as: user, organization: context)
        guard status == .ok else { return expect(response, status, containing: text) }
        expect(response, .ok)
        let id = try #require(try response.json["userId"]?.stringValue)
        #expect(try await fixture.user(id).organizationID.rawValue == text)
        #expect(
            try response.json["details"]
                == ["sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": .string(text)])
    }

    @Test(arguments: [("acme-owner", nil, "acme"), ("root", "other", "other")] as [(String, String?, String)])
    func `an organization without a name is the one of the context`(
        user: String, context: String?, expected: String
    ) async throws {
        var message = HumansCreateTests.least
        message["organization"] = [:]
        let response = try await fixture.api.connect(
            "\(UsersFixture.service)/AddHumanUser", .object(message), as: user, organization: context)
        expect(response, .ok)
        #expect(try response.json["details"]?["resourceOwner"] == .string(expected))
    }

    @Test func `the older call takes the same members, over REST`() async throws {
        var message = HumansCreateTests.everything
        message["userId"] = "minnie-2"
        message["metadata"] = [["key": "k", "value": "eA=="]]
        let response = try await fixture.api.rest(.post, "/v2/users/human", .object(message), as: "acme-owner")
        expect(response, .ok)
        #expect(try response.json["emailCode"]?.stringValue?.count == 6)
        #expect(try response.json["phoneCode"]?.stringValue?.count == 6)
        #expect(try await fixture.isPassword("Secr3tP4ssw0rd!", of: "minnie-2"))
        message["metadata"] = [["key": "k", "value": ""]]
        expect(
            try await fixture.api.rest(.post, "/v2/users/human", .object(message), as: "acme-owner"), .badRequest,
            containing: "invalid SetMetadataEntry.Value: value length must be between 1 and 500000 bytes")
    }
}
