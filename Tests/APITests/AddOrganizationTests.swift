internal import API
internal import Domain
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OrganizationService/AddOrganization")
struct AddOrganizationTests {
    let api: TestAPI

    init() async throws {
        api = try await TestAPI { database, ids, clock in
            APIMethod.organizationService(
                Organizations(database: database, ids: ids, clock: clock, instanceDomain: "localhost"))
        }
    }

    @Test func `an organization is added with a generated primary domain`() async throws {
        let response = try await api.rest(.post, "/v2/organizations", ["name": "Road Runner Inc."])
        #expect(response.status == .created)
        let id = try #require(try response.json["organizationId"]?.stringValue)
        #expect(try response.json["details"]?["sequence"] == "1")
        #expect(try response.json["details"]?["resourceOwner"] == .string(id))
    }

    @Test(
        arguments: [
            ("root", ["name": ""], HTTPStatus.badRequest, "invalid_argument"),
            ("root", ["name": "acme"], .conflict, "already_exists"),
            ("root", ["name": "!!"], .badRequest, "invalid_argument"),
            ("acme-owner", ["name": "New"], .notFound, "not_found"),
            ("nobody", ["name": "New"], .notFound, "not_found"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(user: String, message: JSONValue, status: HTTPStatus, code: String) async throws {
        let response = try await api.connect(
            "zitadel.org.v2.OrganizationService/AddOrganization", message, as: user)
        #expect(response.status == status)
        #expect(try response.json["code"] == .string(code))
    }
}
