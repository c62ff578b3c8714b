internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("OrganizationService: rename, state, removal")
struct OrganizationsChangeTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
        fixture.api.clock.advance(by: .minutes(1))
    }

    private let later: JSONValue = "2026-01-05T10:01:00Z"

    @Test func `a new name moves the generated domain and leaves others alone`() async throws {
        _ = try await fixture.call("AddOrganizationDomain", ["organizationId": "acme", "domain": "acme.example"])
        let response = try await fixture.api.rest(.post, "/v2/organizations/acme", ["name": "Road Runner"])
        #expect(response.status == .ok)
        #expect(try response.json == ["changeDate": later])
        #expect(try await fixture.names() == ["Road Runner", "other"])
        let domains = try await fixture.domains(of: "acme").map { $0["domain"]?.stringValue }
        #expect(domains == ["road-runner.localhost", "acme.example"])
        #expect(try await fixture.history(of: "acme").last == "org.changed")
    }

    @Test func `a name may change in case only`() async throws {
        let response = try await fixture.call("UpdateOrganization", ["organizationId": "acme", "name": "ACME"])
        #expect(response.status == .ok)
        #expect(try await fixture.names() == ["ACME", "other"])
    }

    @Test func `an inactive organization can be activated again`() async throws {
        let stopped = try await fixture.call("DeactivateOrganization", ["organizationId": "other"])
        #expect(try stopped.json == ["changeDate": later])
        let inactive: JSONValue = ["queries": [["stateQuery": ["state": "ORGANIZATION_STATE_INACTIVE"]]]]
        #expect(try await fixture.names(inactive) == ["other"])
        let started = try await fixture.api.rest(.post, "/v2/organizations/other/activate")
        #expect(try started.json == ["changeDate": later])
        #expect(try await fixture.names(inactive) == [])
        #expect(try await fixture.history(of: "other") == ["org.deactivated", "org.reactivated"])
    }

    @Test func `the tokens of its users are dead while it is inactive`() async throws {
        let now = fixture.api.clock.now
        func isAlive() async throws -> Bool {
            try await fixture.api.database.read(.activeSubject("other-owner", ofToken: "1", issuedAt: now)) != nil
        }
        #expect(try await isAlive())
        _ = try await fixture.call("DeactivateOrganization", ["organizationId": "other"])
        #expect(try await !isAlive())
        _ = try await fixture.call("ActivateOrganization", ["organizationId": "other"])
        #expect(try await isAlive())
    }

    @Test func `a removed organization takes its users with it, its history stays`() async throws {
        let response = try await fixture.api.rest(.delete, "/v2/organizations/other", as: "other-owner")
        #expect(response.status == .ok)
        #expect(try response.json == ["deletionDate": later])
        #expect(try await fixture.names() == ["acme"])
        let users = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM users WHERE organization_id = 'other'") { (row) throws(DomainError) in
                try row.text("id")
            }
        }
        #expect(users == [])
        #expect(try await fixture.history(of: "other") == ["org.removed"])
    }

    @Test func `the default organization and the one with the service's own project stay`() async throws {
        try await fixture.add("Third", id: "third")
        try await fixture.setInstance(defaultOrganization: "other", projectIn: "third")
        let refusals = [("other", "COMMA-wG9p1"), ("third", "COMMA-AF3JW")]
        for (organization, id) in refusals {
            let response = try await fixture.call("DeleteOrganization", ["organizationId": .string(organization)])
            #expect(response.status == .badRequest)
            #expect(try response.json["code"] == "failed_precondition")
            #expect(response.text.contains(id))
        }
        #expect(try await fixture.names() == ["acme", "other", "Third"])
    }

    @Test(arguments: ["DeleteOrganization", "DeactivateOrganization"])
    func `the organization of the last owner of the instance stays active`(method: String) async throws {
        let response = try await fixture.call(method, ["organizationId": "acme"])
        #expect(response.status == .badRequest)
        #expect(response.text.contains("INSTANCE-0wn3r"))
        #expect(try await fixture.names() == ["acme", "other"])
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                Administrator(
                    userID: "other-owner", resource: .instance, roles: [.iamOwnerViewer, .iamOwner], createdAt: now,
                    changedAt: now))
        }
        #expect(try await fixture.call(method, ["organizationId": "acme"]).status == .ok)
    }

    @Test(
        arguments: [
            ("UpdateOrganization", ["organizationId": "9", "name": "X"], HTTPStatus.notFound, "not found (ORG-1MRds)"),
            ("UpdateOrganization", ["organizationId": "acme", "name": "acme"], .badRequest, "ORG-4VSdf"),
            ("UpdateOrganization", ["organizationId": "acme", "name": "Other"], .conflict, "V3-DKcYh"),
            ("UpdateOrganization", ["organizationId": "acme", "name": "other!"], .conflict, "V3-DKcYh"),
            ("UpdateOrganization", ["organizationId": "acme", "name": "?"], .badRequest, "ORG-RrfXY"),
            ("UpdateOrganization", ["organizationId": "acme"], .badRequest, "UpdateOrganizationRequest.Name"),
            ("UpdateOrganization", ["name": "x"], .badRequest, "UpdateOrganizationRequest.OrganizationId"),
            ("DeactivateOrganization", ["organizationId": "9"], .notFound, "ORG-oL9nT"),
            ("ActivateOrganization", ["organizationId": "9"], .notFound, "ORG-Dgf3g"),
            ("ActivateOrganization", ["organizationId": "acme"], .badRequest, "EVENT-bfnrh"),
            ("DeleteOrganization", ["organizationId": "9"], .notFound, "COMMA-aps2n"),
            ("DeleteOrganization", [:], .badRequest, "DeleteOrganizationRequest.OrganizationId"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        let response = try await fixture.call(method, message)
        #expect(response.status == status)
        #expect(response.text.contains(text))
        #expect(try await fixture.names() == ["acme", "other"])
    }

    @Test func `an inactive organization cannot be deactivated`() async throws {
        _ = try await fixture.call("DeactivateOrganization", ["organizationId": "other"])
        let response = try await fixture.call("DeactivateOrganization", ["organizationId": "other"])
        #expect(response.status == .badRequest)
        #expect(response.text.contains("EVENT-Dbs2g"))
    }
}
