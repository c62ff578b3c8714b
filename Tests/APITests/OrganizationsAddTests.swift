internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("OrganizationService/AddOrganization")
struct OrganizationsAddTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
    }

    @Test func `an organization is added with a generated primary domain`() async throws {
        let response = try await fixture.api.rest(.post, "/v2/organizations", ["name": "Road Runner Inc."])
        #expect(response.status == .created)
        let id = try #require(try response.json["organizationId"])
        #expect(
            try response.json["details"]
                == ["sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": id])
        let list = try await fixture.call("ListOrganizations", ["queries": [["idQuery": ["id": id]]]])
        #expect(
            try list.json["result"] == [
                [
                    "id": id,
                    "details": [
                        "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": id,
                        "creationDate": "2026-01-05T10:00:00Z",
                    ],
                    "state": "ORGANIZATION_STATE_ACTIVE", "name": "Road Runner Inc.",
                    "primaryDomain": "road-runner-inc.localhost",
                ]
            ])
    }

    @Test(
        arguments: [
            (["organizationId": "own-1"], "own-1"), (["orgId": "own-2"], "own-2"), (["org_id": "own-3"], "own-3"),
            (["organizationId": "own-4", "orgId": "loses"], "own-4"),
        ] as [(JSONObject, String)])
    func `an own identifier is taken over`(message: JSONObject, id: String) async throws {
        var message = message
        message["name"] = "Mine"
        let response = try await fixture.call("AddOrganization", .object(message))
        #expect(try response.json["organizationId"] == .string(id))
        let again = try await fixture.call("AddOrganization", .object(message))
        #expect(again.status == .conflict)
    }

    @Test func `existing users become its administrators`() async throws {
        let response = try await fixture.call(
            "AddOrganization",
            [
                "name": "New", "organizationId": "new",
                "admins": [
                    ["userId": "nobody"],
                    ["userId": "acme-owner", "roles": ["ORG_USER_MANAGER", "ORG_OWNER_VIEWER"]],
                ],
            ])
        #expect(response.status == .ok)
        #expect(try response.json["createdAdmins"] == [["userId": "nobody"], ["userId": "acme-owner"]])
        #expect(try response.json["details"]?["sequence"] == "3")
        let roles = try await fixture.api.database.read { (tx) throws(DomainError) in
            try [tx.memberships(of: "nobody"), tx.memberships(of: "acme-owner")].map { memberships in
                memberships.first { $0.resource == .organization("new") }?.roles
            }
        }
        #expect(roles == [[.orgOwner], [.orgUserManager, .orgOwnerViewer]])
    }

    @Test(
        arguments: [
            ("root", ["name": ""], HTTPStatus.badRequest, "invalid AddOrganizationRequest.Name"),
            ("root", ["name": "acme"], .conflict, "already taken (V3-DKcYh)"),
            ("root", ["name": "ACME"], .conflict, "V3-DKcYh"),
            ("root", ["name": "acme!"], .conflict, "V3-DKcYh"),
            ("root", ["name": "New", "organizationId": "acme"], .conflict, "V3-DKcYh"),
            ("root", ["name": "New", "organizationId": ""], .badRequest, "AddOrganizationRequest.OrganizationId"),
            ("root", ["name": "!!"], .badRequest, "ORG-RrfXY"),
            ("root", ["name": "New", "admins": [["userId": "unknown"]]], .badRequest, "INSTA-GSXOn"),
            ("root", ["name": "New", "admins": [[:]]], .badRequest, "UserType: value is required"),
            ("root", ["name": "New", "admins": [["userId": "root"], ["userId": "root"]]], .conflict, "INSTA-pFDwe"),
            ("root", ["name": "New", "admins": [["human": [:]]]], .badRequest, "AddHumanUserRequest.Profile"),
            ("root", ["name": "New", "admins": [["human": human(["email": "mini"])]]], .badRequest, "email address"),
            ("root", ["name": "New", "admins": [["human": human(["username": "NOBODY"])]]], .conflict, "V3-DKcYh"),
            ("root", ["name": "New", "admins": [["human": human(["userId": "nobody"])]]], .badRequest, "7yiox1isql"),
            (
                "root", ["name": "New", "admins": [["human": human(["password": ["password": "short"]])]]],
                .badRequest, "COMMA-HuJf6"
            ),
            ("acme-owner", ["name": "New", "admins": [["human": human()]]], .notFound, "AUTHZ-cdgFk"),
            (
                "root", ["name": "New", "admins": [["userId": "root", "roles": ["IAM_OWNER"]]]], .badRequest,
                "INSTANCE-4m0fS"
            ),
            (
                "root", ["name": "New", "admins": [["userId": "root", "roles": ["ORG_KING"]]]], .badRequest,
                "INSTANCE-4m0fS"
            ),
            (
                "root", ["name": "New", "admins": [["userId": "root", "roles": ["ORG_OWNER", "ORG_OWNER"]]]],
                .badRequest, "Roles: repeated value must contain unique items"
            ),
            ("acme-owner", ["name": "New"], .notFound, "AUTHZ-cdgFk"),
            ("nobody", ["name": "New"], .notFound, "AUTHZ-cdgFk"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(user: String, message: JSONValue, status: HTTPStatus, text: String) async throws {
        let response = try await fixture.call("AddOrganization", message, as: user)
        #expect(response.status == status)
        #expect(response.text.contains(text))
        #expect(try await fixture.names() == ["acme", "other"])
    }

    @Test func `a human administrator is made with the organization`() async throws {
        let response = try await fixture.call(
            "AddOrganization",
            [
                "name": "New", "organizationId": "new",
                "admins": [
                    [
                        "human": Self.human([
                            "userId": "minnie", "email": ["email": "mini@mouse.com", "returnCode": [:]],
                        ])
                    ],
                    ["userId": "nobody"],
                    ["human": Self.human(["email": ["email": "max@mouse.com"]]), "roles": ["ORG_OWNER_VIEWER"]],
                ],
            ])
        #expect(response.status == .ok, "\(response.text)")
        let admins = try #require(try response.json["createdAdmins"]?.arrayValue)
        #expect(admins.map { $0["userId"] == "minnie" } == [true, false, false])
        #expect(admins.map { $0["emailCode"]?.stringValue?.count } == [6, nil, nil])
        let (minnie, roles) = try await fixture.api.database.read { (tx) throws(DomainError) in
            (try tx.user("minnie"), try tx.memberships(of: "minnie"))
        }
        #expect(minnie?.organizationID == "new")
        #expect(minnie?.username == "mini@mouse.com")
        #expect(roles == [.init(resource: .organization("new"), roles: [.orgOwner])])
        #expect(try await fixture.history(of: "new") == ["org.added"] + Array(repeating: "org.member.added", count: 3))
    }

    /// An `AddHumanUserRequest`, with other members than the usual.
    static func human(_ members: JSONObject = [:]) -> JSONValue {
        var human: JSONObject = [
            "profile": ["givenName": "Minnie", "familyName": "Mouse"], "email": ["email": "mini@mouse.com"],
        ]
        for member in members.members {
            human[member.name] =
                member.name == "email" && member.value.stringValue != nil
                ? ["email": member.value] : member.value
        }
        return .object(human)
    }

    @Test func `of many organizations with one name one is added`() async throws {
        let fixture = fixture
        let added = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { try await fixture.call("AddOrganization", ["name": "New"]).status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(added == 1)
        #expect(try await fixture.names().count == 3)
    }
}
