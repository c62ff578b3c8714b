internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

private typealias Fixture = AdministratorsFixture

@Suite("InternalPermissionService/ListAdministrators")
struct AdministratorsListTests {
    private let fixture: Fixture

    /// One minute apart: `nobody` over the project, then over the grant, then `other-owner` over the instance.
    init() async throws {
        fixture = try await Fixture()
        for (user, role, resource) in [
            ("nobody", "PROJECT_OWNER", Fixture.project), ("nobody", "PROJECT_GRANT_OWNER", Fixture.grant),
            ("other-owner", "IAM_OWNER_VIEWER", Fixture.instance),
        ] {
            fixture.api.clock.advance(by: .minutes(1))
            try await fixture.make(user, role, over: resource)
        }
    }

    @Test func `each kind of administrator is shown with its resource`() async throws {
        let response = try await fixture.call("ListAdministrators", ["pagination": ["limit": 4, "asc": false]])
        let nobody: JSONValue = [
            "id": "nobody", "preferredLoginName": "nobody", "displayName": "nobody", "organizationId": "acme",
        ]
        let expected: JSONValue = [
            "pagination": ["totalResult": "6", "appliedLimit": "4"],
            "administrators": [
                [
                    "creationDate": "2026-01-05T10:03:00Z", "changeDate": "2026-01-05T10:03:00Z",
                    "user": [
                        "id": "other-owner", "preferredLoginName": "other-owner", "displayName": "other-owner",
                        "organizationId": "other",
                    ], "instance": true, "roles": ["IAM_OWNER_VIEWER"],
                ],
                [
                    "creationDate": "2026-01-05T10:02:00Z", "changeDate": "2026-01-05T10:02:00Z", "user": nobody,
                    "projectGrant": [
                        "id": "g", "projectId": "p", "projectName": "Rockets", "organizationId": "acme",
                        "grantedOrganizationId": "other",
                    ], "roles": ["PROJECT_GRANT_OWNER"],
                ],
                [
                    "creationDate": "2026-01-05T10:01:00Z", "changeDate": "2026-01-05T10:01:00Z", "user": nobody,
                    "project": ["id": "p", "name": "Rockets", "organizationId": "acme"], "roles": ["PROJECT_OWNER"],
                ],
                [
                    "creationDate": "2026-01-05T10:00:00Z", "changeDate": "2026-01-05T10:00:00Z",
                    "user": [
                        "id": "root", "preferredLoginName": "root", "displayName": "root", "organizationId": "acme",
                    ], "instance": true, "roles": ["IAM_OWNER"],
                ],
            ],
        ]
        #expect(try response.json == expected)
    }

    private static let acmeOwner = "acme-owner organization"
    private static let otherOwner = "other-owner organization"
    private static let root = "root instance"
    private static let project = "nobody project"
    private static let grant = "nobody projectGrant"
    private static let viewer = "other-owner instance"

    @Test(
        arguments: [
            ([], [acmeOwner, otherOwner, root, project, grant, viewer]),
            ([["inUserIdsFilter": ["ids": ["nobody", "root"]]]], [root, project, grant]),
            ([["inUserIdsFilter": [:]]], []),
            ([["userOrganizationId": ["id": "other"]]], [otherOwner, viewer]),
            ([["userPreferredLoginName": ["preferredLoginName": "root"]]], [root]),
            (
                [["userDisplayName": ["displayName": "OWNER", "method": "TEXT_FILTER_METHOD_ENDS_WITH_IGNORE_CASE"]]],
                [acmeOwner, otherOwner, viewer]
            ),
            ([["resource": Fixture.instance]], [root, viewer]),
            ([["resource": Fixture.organization]], [acmeOwner]),
            ([["resource": Fixture.project]], [project]),
            ([["resource": Fixture.grant]], [grant]),
            ([["role": ["roleKey": "IAM_OWNER"]]], [root]),
            ([["role": ["roleKey": "NO_SUCH_ROLE"]]], []),
            ([["creationDate": ["timestamp": "2026-01-05T10:02:00Z"]]], [grant]),
            (
                [["changeDate": ["timestamp": "2026-01-05T10:02:00Z", "method": "TIMESTAMP_FILTER_METHOD_AFTER"]]],
                [viewer]
            ),
            ([["userOrganizationId": ["id": "acme"]], ["role": ["roleKey": "ORG_OWNER"]]], [acmeOwner]),
            (
                [["or": ["queries": [["resource": Fixture.grant], ["role": ["roleKey": "IAM_OWNER"]]]]]],
                [root, grant]
            ),
            (
                [
                    [
                        "and": [
                            "queries": [
                                ["userOrganizationId": ["id": "other"]],
                                ["not": ["query": ["resource": Fixture.instance]]],
                            ]
                        ]
                    ]
                ], [otherOwner]
            ),
            // What a filter says nothing about is in its negation.
            ([["not": ["query": ["resource": Fixture.grant]]]], [acmeOwner, otherOwner, root, project, viewer]),
            ([["not": ["query": ["role": ["roleKey": "NO_SUCH_ROLE"]]]], ["resource": Fixture.project]], [project]),
        ] as [(JSONValue, [String])])
    func `filters narrow the list`(filters: JSONValue, rows: [String]) async throws {
        #expect(try await fixture.found(filters) == rows)
    }

    @Test(
        arguments: [
            ("ADMINISTRATOR_FIELD_NAME_USER_ID", "acme-owner"),
            ("ADMINISTRATOR_FIELD_NAME_CHANGE_DATE", "other-owner"),
            ("ADMINISTRATOR_FIELD_NAME_CREATION_DATE", "acme-owner"),
        ])
    func `the list is sorted`(column: String, first: String) async throws {
        _ = try await fixture.call("DeleteAdministrator", "other-owner", over: ["organizationId": "other"])
        // Everybody but other-owner is changed once more.
        fixture.api.clock.advance(by: .minutes(1))
        for (user, roles, resource) in [
            ("nobody", ["PROJECT_OWNER_VIEWER"], Fixture.project),
            ("acme-owner", ["ORG_OWNER", "ORG_USER_MANAGER"], Fixture.organization),
            ("nobody", ["PROJECT_GRANT_OWNER_VIEWER"], Fixture.grant),
            ("root", ["IAM_OWNER", "IAM_USER_MANAGER"], Fixture.instance),
        ] {
            _ = try await fixture.call("UpdateAdministrator", user, over: resource, roles)
        }
        let response = try await fixture.call(
            "ListAdministrators", ["sortingColumn": .string(column), "pagination": ["asc": true, "limit": 1]])
        #expect(try response.json["administrators"]?[0]?["user"]?["id"] == .string(first))
    }

    @Test(
        arguments: [
            ("acme-owner", [acmeOwner, project, grant]),
            ("other-owner", [acmeOwner, otherOwner, root, project, grant, viewer]),
            ("nobody", [project, grant]),
        ])
    func `rows out of reach are neither shown nor counted`(user: String, rows: [String]) async throws {
        #expect(try await fixture.found(as: user) == rows)
    }

    @Test func `the holder of a grant sees its administrators, not those of the project`() async throws {
        _ = try await fixture.call("DeleteAdministrator", "other-owner", over: Fixture.instance)
        #expect(try await fixture.found(as: "other-owner") == [Self.otherOwner, Self.grant])
        #expect(
            try await fixture.found([["not": ["query": ["resource": Fixture.grant]]]], as: "other-owner") == [
                Self.otherOwner
            ])
    }

    @Test func `everybody sees what he is himself`() async throws {
        _ = try await fixture.call("UpdateAdministrator", "nobody", over: Fixture.project, ["PROJECT_OWNER_GLOBAL"])
        _ = try await fixture.call("DeleteAdministrator", "nobody", over: Fixture.grant)
        try await fixture.make("nobody", "ORG_USER_SELF_MANAGER", over: ["organizationId": "other"])
        #expect(try await fixture.found(as: "nobody").contains("nobody organization"))
        #expect(
            try await fixture.found([["resource": ["organizationId": "other"]]], as: "nobody") == [
                "nobody organization"
            ])
    }

    @Test(
        arguments: [
            (["filters": [[:]]], "List.Query.Invalid (ORG-vR9nC)"), (["filters": [["and": [:]]]], "ORG-vR9nC"),
            (["filters": [["or": ["queries": []]]]], "ORG-vR9nC"), (["filters": [["not": [:]]]], "ORG-vR9nC"),
            (["filters": [["role": [:]]]], "RoleKey: value length"),
            (["filters": [["resource": ["instance": false]]]], "Instance: value must equal true"),
            (["filters": [["creationDate": [:]]]], "Timestamp: value is required"),
            (["filters": [["creationDate": ["timestamp": "yesterday"]]]], "Timestamp"),
            (["filters": [["userDisplayName": ["displayName": ""]]]], "DisplayName: value length"),
            (["pagination": ["limit": 1001]], "QUERY-4M0fs"),
        ] as [(JSONValue, String)])
    func `a wrong search is refused`(message: JSONValue, text: String) async throws {
        let response = try await fixture.call("ListAdministrators", message)
        #expect(response.status == .badRequest)
        #expect(response.text.contains(text))
    }

    @Test(arguments: [(10, HTTPStatus.ok), (20, .badRequest)])
    func `filters nest to a bounded depth`(levels: Int, status: HTTPStatus) async throws {
        var filter: JSONValue = ["resource": Fixture.instance]
        for _ in 0..<levels { filter = ["not": ["query": filter]] }
        #expect(try await fixture.call("ListAdministrators", ["filters": [filter]]).status == status)
    }
}
