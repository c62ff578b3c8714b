internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OrganizationService: domains")
struct OrganizationsDomainTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
    }

    private func call(
        _ method: String, _ domain: String, of organization: String = "acme", in fixture: OrganizationsFixture? = nil
    ) async throws -> TestResponse {
        try await (fixture ?? self.fixture).call(
            method, ["organizationId": .string(organization), "domain": .string(domain)])
    }

    @Test func `an added domain counts as verified when the policy asks for no proof`() async throws {
        fixture.api.clock.advance(by: .minutes(1))
        let response = try await fixture.api.rest(
            .post, "/v2/organizations/acme/domains", ["domain": "Acme.Example"], as: "acme-owner")
        #expect(response.status == .ok)
        #expect(try response.json == ["creationDate": "2026-01-05T10:01:00Z"])
        #expect(
            try await fixture.domains(of: "acme") == [
                ["organizationId": "acme", "domain": "acme.localhost", "isVerified": true, "isPrimary": true],
                ["organizationId": "acme", "domain": "acme.example", "isVerified": true],
            ])
        #expect(try await call("VerifyOrganizationDomain", "acme.example").status == .ok)
    }

    @Test(
        arguments: [
            (
                ["filters": [["domainFilter": ["domain": "example", "method": "TEXT_QUERY_METHOD_ENDS_WITH"]]]],
                ["b.example", "a.example"]
            ),
            (["sortingColumn": "DOMAIN_FIELD_NAME_NAME"], ["a.example", "acme.localhost", "b.example"]),
            (
                ["sortingColumn": "DOMAIN_FIELD_NAME_NAME", "pagination": ["limit": 1]], ["b.example"]
            ),
        ] as [(JSONObject, [String])])
    func `domains are filtered, sorted and cut into pages`(message: JSONObject, names: [String]) async throws {
        for name in ["b.example", "a.example"] {
            fixture.api.clock.advance(by: .minutes(1))
            _ = try await call("AddOrganizationDomain", name)
        }
        #expect(try await fixture.domains(of: "acme", message).map { $0["domain"]?.stringValue } == names)
    }

    @Test func `a domain belongs to one organization`() async throws {
        #expect(try await call("AddOrganizationDomain", "shared.example").status == .ok)
        for organization in ["acme", "other"] {
            let response = try await call("AddOrganizationDomain", "SHARED.example", of: organization)
            #expect(response.status == .conflict)
            #expect(response.text.contains("COMMA-Bd2jj"))
        }
        #expect(try await call("DeleteOrganizationDomain", "shared.example").status == .ok)
        #expect(try await call("AddOrganizationDomain", "shared.example", of: "other").status == .ok)
    }

    @Test func `an unproven domain may be claimed by several organizations`() async throws {
        let fixture = try await OrganizationsFixture(requiresDomainValidation: true)
        #expect(try await call("AddOrganizationDomain", "shared.example", in: fixture).status == .ok)
        #expect(try await call("AddOrganizationDomain", "shared.example", of: "other", in: fixture).status == .ok)
        #expect(
            try await fixture.domains(of: "other").last
                == ["organizationId": "other", "domain": "shared.example"])
    }

    @Test(
        arguments: [
            ("DOMAIN_VALIDATION_TYPE_HTTP", "https://shared.example/.well-known/zitadel-challenge/"),
            ("DOMAIN_VALIDATION_TYPE_DNS", "_zitadel-challenge.shared.example"),
        ])
    func `a token for the proof is made`(type: String, place: String) async throws {
        let fixture = try await OrganizationsFixture(requiresDomainValidation: true)
        _ = try await call("AddOrganizationDomain", "shared.example", in: fixture)
        let missing = try await call("VerifyOrganizationDomain", "shared.example", in: fixture)
        #expect(missing.text.contains("ORG-SFBB3"))
        let response = try await fixture.api.rest(
            .post, "/v2/organizations/acme/domains/validation/generate",
            ["domain": "Shared.example", "type": .string(type)])
        let token = try #require(try response.json["token"]?.stringValue)
        #expect(token.count == 32)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
        #expect(try response.json["url"] == .string(type.hasSuffix("HTTP") ? place + token : place))
        #expect(try await fixture.domains(of: "acme").last?["validationType"] == .string(type))
        // The proof would be fetched from a foreign server.
        let verification = try await call("VerifyOrganizationDomain", "shared.example", in: fixture)
        #expect(verification.status == .badRequest)
        #expect(try verification.json["code"] == "failed_precondition")
        #expect(verification.text.contains("ORG-N0kup"))
    }

    @Test(
        arguments: [
            ("AddOrganizationDomain", ["domain": ""], HTTPStatus.badRequest, "Domain: value length"),
            ("AddOrganizationDomain", ["domain": "no domain"], .badRequest, "ORG-R24hb"),
            ("AddOrganizationDomain", ["domain": "a..example"], .badRequest, "ORG-R24hb"),
            ("AddOrganizationDomain", ["domain": "-a.example"], .badRequest, "ORG-R24hb"),
            ("AddOrganizationDomain", ["domain": "a.example/x"], .badRequest, "ORG-R24hb"),
            ("AddOrganizationDomain", ["domain": "localhost"], .badRequest, "COMMAND-SFd21"),
            ("AddOrganizationDomain", ["domain": "third.Localhost"], .badRequest, "COMMAND-SFd21"),
            ("AddOrganizationDomain", ["organizationId": "9", "domain": "a.example"], .notFound, "ORG-1MRds"),
            ("DeleteOrganizationDomain", ["domain": "acme.localhost"], .badRequest, "ORG-Sjdi3"),
            ("DeleteOrganizationDomain", ["domain": "other.localhost"], .notFound, "ORG-GDfA3"),
            ("DeleteOrganizationDomain", ["organizationId": "9", "domain": "a.example"], .notFound, "ORG-1MRds"),
            ("ListOrganizationDomains", ["organizationId": "9"], .notFound, "ORG-1MRds"),
            ("VerifyOrganizationDomain", ["domain": "a.example"], .notFound, "ORG-GDfA3"),
            (
                "GenerateOrganizationDomainValidation", ["domain": "acme.localhost"], .badRequest,
                "Type: value must not be in list"
            ),
            (
                "GenerateOrganizationDomainValidation", ["domain": "acme.localhost", "type": 1], .badRequest,
                "ORG-HGw21"
            ),
            ("GenerateOrganizationDomainValidation", ["domain": "a.example", "type": 2], .notFound, "ORG-AGD31"),
        ] as [(String, JSONObject, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONObject, status: HTTPStatus, text: String
    ) async throws {
        var message = message
        message["organizationId"] = message["organizationId"] ?? "acme"
        let response = try await fixture.call(method, .object(message))
        #expect(response.status == status)
        #expect(response.text.contains(text))
        #expect(try await fixture.domains(of: "acme").count == 1)
    }

    @Test func `a domain is removed over REST by the query`() async throws {
        _ = try await call("AddOrganizationDomain", "acme.example")
        let response = try await fixture.api.rest(.delete, "/v2/organizations/acme/domains?domain=acme.example")
        #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.domains(of: "acme").count == 1)
    }
}
