internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Identity providers of login policies")
struct LoginIdentityProvidersTests {
    typealias Fixture = IdentityProvidersFixture

    let fixture: Fixture
    let shared: String
    let own: String

    init() async throws {
        fixture = try await Fixture()
        shared = try await fixture.add("generic_oidc", Fixture.openID(["name": "Shared"]), as: "root")
        own = try await fixture.add()
    }

    private func add(_ id: String, as user: String, type: String? = nil) async throws -> TestResponse {
        var message: JSONObject = ["idpId": .string(id)]
        if let type { message["ownerType"] = .string("IDP_OWNER_TYPE_\(type)") }
        return try await fixture.send(.post, "policies/login/idps", .object(message), as: user)
    }

    @Test func `a provider shows up once the policy that holds names it`() async throws {
        #expect(try await fixture.offered(to: "acme") == [])
        #expect(try await add(shared, as: "root").status == .ok)
        #expect(try await fixture.offered(to: nil) == ["Shared"])
        #expect(try await fixture.offered(to: "acme") == ["Shared"])
        // With a policy of its own an organization begins anew.
        #expect(try await fixture.send(.post, "policies/login", ["allowExternalIdp": true]).status == .ok)
        #expect(try await fixture.offered(to: "acme") == [])
        #expect(try await add(own, as: "acme-owner", type: "ORG").status == .ok)
        fixture.api.clock.advance(by: .seconds(1))
        #expect(try await add(shared, as: "acme-owner", type: "SYSTEM").status == .ok)
        #expect(try await fixture.offered(to: "acme") == ["Corp", "Shared"])
        #expect(try await fixture.offered(to: "other") == ["Shared"])
        #expect(try await fixture.send(.delete, "policies/login/idps/\(own)").status == .ok)
        #expect(try await fixture.offered(to: "acme") == ["Shared"])
        #expect(try await fixture.send(.put, "policies/login", ["allowExternalIdp": false]).status == .ok)
        #expect(try await fixture.offered(to: "acme") == [])
        // Without it, the instance's counts again, and nothing of the choice is left.
        #expect(try await fixture.send(.delete, "policies/login").status == .ok)
        #expect(try await fixture.offered(to: "acme") == ["Shared"])
        _ = try await fixture.send(.post, "policies/login", ["allowExternalIdp": true])
        #expect(try await fixture.offered(to: "acme") == [])
    }

    @Test func `inactive and removed providers show up nowhere`() async throws {
        _ = try await add(shared, as: "root")
        _ = try await fixture.send(.post, "idps/\(shared)/_deactivate", as: "root")
        #expect(try await fixture.offered(to: "acme") == [])
        let listed = try await fixture.send(.post, "policies/login/idps/_search", [:])
        #expect(try listed.json["details"]?["totalResult"] == "1")
        _ = try await fixture.send(.delete, "idps/templates/\(shared)", as: "root")
        let empty = try await fixture.send(.post, "policies/login/idps/_search", [:])
        #expect(try empty.json["result"] == nil)
    }

    @Test(
        arguments: [
            (["creationAllowed": true], ["Corp"]), (["creationAllowed": false], ["Forge"]),
            (["linkingAllowed": true], ["Corp"]), (["linkingAllowed": false], ["Forge"]),
            (["autoCreation": true], ["Corp"]), (["autoCreation": false], ["Forge"]),
            (["autoLinking": true], ["Corp"]), (["autoLinking": false], ["Forge"]),
            (["autoLinking": false, "creationAllowed": true], []), ([:], ["Corp", "Forge"]),
        ] as [(JSONObject, [String])])
    func `active providers are found by what they allow`(filters: JSONObject, names: [String]) async throws {
        let forge = try await fixture.add("oauth")
        _ = try await fixture.send(
            .post, "policies/login",
            ["allowExternalIdp": true, "idps": [["idpId": .string(own)], ["idpId": .string(forge)]]])
        #expect(try await fixture.offered(to: "acme", filters).sorted() == names)
    }

    @Test func `an active provider is shown with its kind and its options, on both wires`() async throws {
        _ = try await add(shared, as: "root")
        let expected: JSONValue = [
            [
                "id": .string(shared), "name": "Shared", "type": "IDENTITY_PROVIDER_TYPE_OIDC",
                "options": [
                    "isLinkingAllowed": true, "isCreationAllowed": true, "isAutoCreation": true, "isAutoUpdate": true,
                    "autoLinking": "AUTO_LINKING_OPTION_EMAIL",
                ],
            ]
        ]
        let rest = try await fixture.api.rest(
            .get, "/v2/settings/login/idps?ctx.orgId=acme&linkingAllowed=true", as: "acme-owner")
        #expect(try rest.json["identityProviders"] == expected)
        #expect(try rest.json["details"]?["totalResult"] == "1")
        let connect = try await fixture.api.connect(
            "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders", ["linkingAllowed": true],
            as: "acme-owner")
        #expect(try connect.json == rest.json)
        let wrong = try await fixture.api.connect(
            "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders", ["autoLinking": 1])
        wrong.expect(.badRequest, "autoLinking")
    }

    @Test func `the providers of a policy are listed with their kinds`() async throws {
        let forge = try await fixture.add("oauth")
        _ = try await fixture.send(
            .post, "policies/login", ["idps": [["idpId": .string(own), "ownerType": "IDP_OWNER_TYPE_ORG"]]])
        fixture.api.clock.advance(by: .seconds(1))
        _ = try await add(forge, as: "acme-owner")
        let list = try await fixture.send(.post, "policies/login/idps/_search", ["query": ["asc": true]]).json
        #expect(
            list["result"] == [
                ["idpId": .string(own), "idpName": "Corp", "idpType": "IDP_TYPE_OIDC"],
                ["idpId": .string(forge), "idpName": "Forge"],
            ])
        #expect(list["details"]?["totalResult"] == "2")
        let page = try await fixture.send(.post, "policies/login/idps/_search", ["query": ["limit": 1]]).json
        #expect(page["result"]?.arrayValue?.first?["idpName"] == "Forge")
        #expect(try await fixture.send(.post, "policies/login/idps/_search", [:], as: "root").json["result"] == nil)
    }

    @Test func `what cannot be added or removed is refused`() async throws {
        try await add(shared, as: "acme-owner").expect(.notFound, "Org-Ffgw2")
        try await fixture.send(.delete, "policies/login/idps/\(shared)").expect(.notFound, "Org-GVDfe")
        try await add(own, as: "root").expect(.badRequest, "INSTANCE-m8fsd")
        try await add("gone", as: "root").expect(.badRequest, "INSTANCE-m8fsd")
        try await add("", as: "root").expect(.badRequest, "AddIDPToLoginPolicyRequest.IdpId")
        try await fixture.send(.delete, "policies/login/idps/\(shared)", as: "root").expect(.notFound, "INSTANCE-39fjs")
        #expect(try await add(shared, as: "root").status == .ok)
        try await add(shared, as: "root").expect(.conflict, "INSTANCE-2B0ps")
        for idps in [["gone"], [own, "gone"]] {
            let message: JSONValue = ["idps": .array(idps.map { ["idpId": .string($0)] })]
            try await fixture.send(.post, "policies/login", message).expect(.badRequest, "Org-FEd32")
        }
        let twice: JSONValue = ["idps": [["idpId": .string(own)], ["idpId": .string(own)]]]
        try await fixture.send(.post, "policies/login", twice).expect(.conflict, "Org-2B0ps")
        #expect(try await fixture.send(.post, "policies/login", ["idps": [["idpId": .string(own)]]]).status == .ok)
        try await add(own, as: "acme-owner").expect(.conflict, "Org-2B0ps")
        try await add(shared, as: "acme-owner", type: "ORG").expect(.badRequest, "Org-3N9fs")
        let foreign = try await fixture.add(as: "other-owner")
        try await add(foreign, as: "acme-owner").expect(.badRequest, "Org-3N9fs")
        try await fixture.send(.delete, "policies/login/idps/\(shared)").expect(.notFound, "Org-39fjs")
    }

    @Test func `of many additions at once one succeeds`() async throws {
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<8 { group.addTask { try await add(shared, as: "root").status } }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.allSatisfy { $0 == .ok || $0 == .conflict })
    }

    @Test func `the history tells whose policy changed`() async throws {
        _ = try await add(shared, as: "root")
        _ = try await fixture.send(.delete, "policies/login/idps/\(shared)", as: "root")
        #expect(
            try await fixture.history("instance") == [
                "instance.idp.oidc.added", "instance.policy.login.idpprovider.added",
                "instance.policy.login.idpprovider.removed",
            ])
        _ = try await fixture.send(.post, "policies/login", ["idps": [["idpId": .string(own)]]])
        #expect(
            try await fixture.history("acme") == [
                "org.idp.oidc.added", "org.policy.login.added", "org.policy.login.idpprovider.added",
            ])
    }
}
