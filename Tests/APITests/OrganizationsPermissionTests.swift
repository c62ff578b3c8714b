internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// Every method that names an organization, called for `acme`.
private let calls: [(method: String, message: JSONObject)] = [
    ("UpdateOrganization", ["name": "Taken over"]), ("DeleteOrganization", [:]), ("DeactivateOrganization", [:]),
    ("ActivateOrganization", [:]), ("SetOrganizationMetadata", ["metadata": [["key": "a", "value": "MQ=="]]]),
    ("ListOrganizationMetadata", [:]), ("DeleteOrganizationMetadata", ["keys": ["a"]]),
    ("AddOrganizationDomain", ["domain": "x.example"]), ("ListOrganizationDomains", [:]),
    ("DeleteOrganizationDomain", ["domain": "acme.localhost"]),
    ("GenerateOrganizationDomainValidation", ["domain": "acme.localhost", "type": 1]),
    ("VerifyOrganizationDomain", ["domain": "acme.localhost"]),
]

@Suite("OrganizationService: permissions")
struct OrganizationsPermissionTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
    }

    @Test(arguments: calls.map(\.method), ["other-owner", "nobody"])
    func `somebody from outside is refused, known organization or not`(method: String, user: String) async throws {
        for organization in ["acme", "unknown"] {
            var message = try #require(calls.first { $0.method == method }).message
            message["organizationId"] = .string(organization)
            let response = try await fixture.call(method, .object(message), as: user)
            #expect(response.status == .notFound)
            #expect(response.text.contains("membership not found (AUTHZ-cdgFk)"))
        }
        #expect(try await fixture.names() == ["acme", "other"])
        #expect(try await fixture.history(of: "acme") == [])
    }

    @Test(arguments: calls.map(\.method).filter { !$0.hasPrefix("List") })
    func `an administrator who may only read is refused`(method: String) async throws {
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                Administrator(
                    userID: "nobody", resource: .organization("acme"), roles: [.orgOwnerViewer], createdAt: now,
                    changedAt: now))
        }
        var message = try #require(calls.first { $0.method == method }).message
        message["organizationId"] = "acme"
        let response = try await fixture.call(method, .object(message), as: "nobody")
        #expect(response.status == .forbidden)
        #expect(response.text.contains("AUTH-AWfge"))
        #expect(try await fixture.history(of: "acme") == [])
    }
}
