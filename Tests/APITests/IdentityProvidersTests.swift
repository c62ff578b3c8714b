internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Identity providers: adding, changing, reading, removing")
struct IdentityProvidersTests {
    typealias Fixture = IdentityProvidersFixture

    let fixture: Fixture

    init() async throws {
        fixture = try await Fixture()
    }

    @Test(arguments: [("root", "instance", "SYSTEM"), ("acme-owner", "acme", "ORG")])
    func `an OpenID provider is added and read`(user: String, owner: String, ownerType: String) async throws {
        let added = try await fixture.send(.post, "idps/generic_oidc", Fixture.openID([:]), as: user)
        #expect(try added.json["details"]?["resourceOwner"] == .string(owner))
        let id = try #require(try added.json["id"])
        let details: JSONValue = [
            "sequence": "1", "changeDate": "2026-01-05T10:00:00Z", "resourceOwner": .string(owner),
            "creationDate": "2026-01-05T10:00:00Z",
        ]
        let options: JSONValue = [
            "isLinkingAllowed": true, "isCreationAllowed": true, "isAutoCreation": true, "isAutoUpdate": true,
            "autoLinking": "AUTO_LINKING_OPTION_EMAIL",
        ]
        let read = try await fixture.send(.get, "idps/templates/\(id.stringValue ?? "")", as: user)
        let provider: JSONValue = [
            "id": id, "details": details, "state": "IDP_STATE_ACTIVE", "name": "Corp",
            "owner": .string("IDP_OWNER_TYPE_\(ownerType)"), "type": "PROVIDER_TYPE_OIDC",
            "config": [
                "options": options,
                "oidc": [
                    "issuer": "https://idp.example/tenant/", "clientId": "alcazar", "scopes": ["openid", "email"],
                    "isIdTokenMapping": true, "usePkce": true,
                ],
            ],
        ]
        #expect(try read.json["idp"] == provider)
        let expected: JSONValue = [
            "id": id, "details": details, "state": "IDP_STATE_ACTIVE", "name": "Corp", "type": "IDP_TYPE_OIDC",
            "config": [
                "options": options,
                "oidc": [
                    "issuer": "https://idp.example/tenant/", "clientId": "alcazar", "scopes": ["openid", "email"],
                    "isIdTokenMapping": true,
                ],
            ],
        ]
        let connect = try await fixture.api.connect(
            "zitadel.idp.v2.IdentityProviderService/GetIDPByID", ["id": id], as: user)
        #expect(try connect.json["idp"] == expected)
        let rest = try await fixture.api.rest(.get, "/v2/idps/\(id.stringValue ?? "")", as: user)
        #expect(try rest.json == connect.json)
    }

    @Test func `an OAuth provider is added with the least and read`() async throws {
        let id = try await fixture.add("oauth")
        let provider = try await fixture.send(.get, "idps/templates/\(id)").json["idp"]
        #expect(provider?["type"] == "PROVIDER_TYPE_OAUTH")
        #expect(
            provider?["config"] == [
                "options": [:],
                "oauth": [
                    "clientId": "alcazar", "authorizationEndpoint": "https://forge.example/authorize?tenant=1",
                    "tokenEndpoint": "https://forge.example/token", "userEndpoint": "https://api.forge.example/user",
                    "scopes": ["user:email"], "idAttribute": "id",
                ],
            ])
        let connect = try await fixture.api.connect(
            "zitadel.idp.v2.IdentityProviderService/GetIDPByID", ["id": .string(id)])
        #expect(try connect.json["idp"]?["type"] == "IDP_TYPE_OAUTH")
    }

    @Test func `an OpenID provider without scopes has the usual ones, and without a secret it needs PKCE`() async throws
    {
        let id = try await fixture.add(
            "generic_oidc", Fixture.openID(["scopes": .null, "clientSecret": .null, "name": " Corp "]))
        let provider = try await fixture.send(.get, "idps/templates/\(id)").json["idp"]
        #expect(provider?["config"]?["oidc"]?["scopes"] == ["openid", "profile", "email"])
        #expect(provider?["name"] == "Corp")
        #expect(try await fixture.providers.usable(IdentityProvider.ID(id))?.clientSecret == nil)
        let refused = try await fixture.send(
            .put, "idps/generic_oidc/\(id)", Fixture.openID(["clientSecret": .null, "usePkce": false]))
        refused.expect(.badRequest, "ORG-Sfdf4")
    }

    @Test func `a change keeps the secret unless another one is given, and nothing changes without a difference`()
        async throws
    {
        let id = try await fixture.add("oauth")
        func secret() async throws -> String? {
            try await fixture.providers.usable(IdentityProvider.ID(id))?.clientSecret?.exposed
        }
        fixture.api.clock.advance(by: .seconds(60))
        let change = Fixture.oauth(["name": "Smithy", "clientSecret": .null, "usePkce": true])
        let changed = try await fixture.send(.put, "idps/oauth/\(id)", change)
        #expect(changed.status == .ok, "\(changed.text)")
        #expect(try changed.json["details"]?["sequence"] == "2")
        #expect(try await secret() == "s3cr3t")
        let again = try await fixture.send(.put, "idps/oauth/\(id)", change)
        #expect(try again.json["details"]?["sequence"] == "2")
        let details = try await fixture.send(.get, "idps/templates/\(id)").json["idp"]?["details"]
        #expect(details?["creationDate"] == "2026-01-05T10:00:00Z")
        #expect(details?["changeDate"] == "2026-01-05T10:01:00Z")
        let renewed = try await fixture.send(.put, "idps/oauth/\(id)", Fixture.oauth(["clientSecret": "n3w"]))
        #expect(renewed.status == .ok)
        #expect(try await secret() == "n3w")
        #expect(
            try await fixture.history("acme") == ["org.idp.oauth.added"]
                + Array(repeating: "org.idp.oauth.changed", count: 2))
    }

    @Test(
        arguments: [
            (
                "generic_oidc", ["name": .string(String(repeating: "n", count: 201))],
                "Name: value length must be at most"
            ),
            ("generic_oidc", ["name": " "], "-Sgtj5"),
            ("generic_oidc", ["issuer": ""], "Issuer: value length must be between 1 and 200"),
            (
                "generic_oidc", ["issuer": .string("https://" + String(repeating: "i", count: 193))],
                "Issuer: value length"
            ),
            ("generic_oidc", ["issuer": " "], "-Hz6zj"), ("generic_oidc", ["issuer": "idp.example"], "-Hz6zj"),
            ("generic_oidc", ["issuer": "ftp://idp.example"], "-Hz6zj"),
            ("generic_oidc", ["issuer": "http://idp.example"], "has to begin with https"),
            ("generic_oidc", ["issuer": "https://u:p@idp.example"], "-Hz6zj"),
            ("generic_oidc", ["issuer": "https://idp.example/?a=b"], "-Hz6zj"),
            ("generic_oidc", ["issuer": "https://idp.example/#a"], "-Hz6zj"),
            ("generic_oidc", ["issuer": "https://10.0.0.1"], "private network"),
            ("generic_oidc", ["issuer": "https://localhost"], "private network"),
            ("generic_oidc", ["issuer": "https://[::1]"], "private network"),
            ("generic_oidc", ["clientId": ""], "ClientId: value length"), ("generic_oidc", ["clientId": " "], "-fb5jm"),
            ("generic_oidc", ["clientSecret": "", "usePkce": false], "-Sfdf4"),
            (
                "generic_oidc", ["clientSecret": .string(String(repeating: "s", count: 1001))],
                "ClientSecret: value length"
            ),
            ("generic_oidc", ["scopes": .array(Array(repeating: "s", count: 21))], "no more than 20 item(s)"),
            ("generic_oidc", ["scopes": [""]], "Scopes[0]: value length must be between 1 and 30"),
            ("generic_oidc", ["scopes": [.string(String(repeating: "s", count: 31))]], "Scopes[0]: value length"),
            ("generic_oidc", ["scopes": ["openid email"]], "IDP-Sc0pe"),
            ("generic_oidc", ["scopes": ["\""]], "IDP-Sc0pe"),
            ("generic_oidc", ["providerOptions": ["autoLinking": 3]], "one of the defined enum values"),
            ("oauth", ["name": ""], "Name: value length must be between 1 and 200"), ("oauth", ["name": " "], "-D32ef"),
            ("oauth", ["clientId": " "], "-Dbgzf"), ("oauth", ["clientSecret": .null], "-DF4ga"),
            ("oauth", ["authorizationEndpoint": "http://forge.example"], "-B23bs"),
            ("oauth", ["authorizationEndpoint": "javascript:alert(1)"], "-B23bs"),
            ("oauth", ["tokenEndpoint": "https://forge.example/#t"], "-D2gj8"),
            ("oauth", ["tokenEndpoint": "https://192.168.0.1/t"], "-D2gj8"),
            ("oauth", ["userEndpoint": "/user"], "-Fb8jk"),
            ("oauth", ["userEndpoint": "https://169.254.169.254/"], "-Fb8jk"),
            ("oauth", ["idAttribute": " "], "-sadf3d"), ("oauth", ["idAttribute": ""], "IdAttribute: value length"),
        ] as [(String, JSONObject, String)])
    func `values that are wrong are refused`(kind: String, changes: JSONObject, text: String) async throws {
        let message = kind == "oauth" ? Fixture.oauth(changes) : Fixture.openID(changes)
        for (user, prefix) in [("root", "INST"), ("acme-owner", "ORG")] {
            let response = try await fixture.send(.post, "idps/\(kind)", message, as: user)
            response.expect(.badRequest, text.hasPrefix("-") ? prefix + text : text)
        }
        #expect(try await fixture.history("acme").isEmpty)
        #expect(try await fixture.history("instance").isEmpty)
    }

    @Test(
        arguments: [
            ("generic_oidc", ["name": " "], "ORG-Dvf4f"), ("generic_oidc", ["issuer": "x"], "ORG-BDfr3"),
            ("generic_oidc", ["clientId": " "], "ORG-Db3bs"), ("oauth", ["userEndpoint": "x"], "ORG-Fb8jk"),
        ] as [(String, JSONObject, String)])
    func `a change to wrong values is refused`(kind: String, changes: JSONObject, id: String) async throws {
        let provider = try await fixture.add(kind)
        let message = kind == "oauth" ? Fixture.oauth(changes) : Fixture.openID(changes)
        try await fixture.send(.put, "idps/\(kind)/\(provider)", message).expect(.badRequest, id)
        #expect(try await fixture.history("acme").count == 1)
    }

    @Test func `the operator allows hosts in a private network, also without TLS`() async throws {
        _ = try await fixture.add("generic_oidc", Fixture.openID(["issuer": "http://idp.localhost:9000"]))
    }

    @Test func `a provider is changed and removed by its owner alone, and as what it is`() async throws {
        let id = try await fixture.add()
        for (user, prefix) in [("root", "INST"), ("other-owner", "ORG")] {
            try await fixture.send(.put, "idps/generic_oidc/\(id)", Fixture.openID([:]), as: user)
                .expect(.notFound, "\(prefix)-Dg331")
            try await fixture.send(.delete, "idps/templates/\(id)", as: user).expect(.notFound, "\(prefix)-Se3tg")
            try await fixture.send(.post, "idps/\(id)/_deactivate", as: user).expect(.notFound, "\(prefix)-Se3tg")
            try await fixture.send(.get, "idps/templates/\(id)", as: user).expect(.notFound, "QUERY-rhR2o")
        }
        try await fixture.send(.put, "idps/oauth/\(id)", Fixture.oauth([:])).expect(.notFound, "ORG-D3r1s")
        let foreign = try await fixture.api.rest(.get, "/v2/idps/\(id)", as: "other-owner")
        foreign.expect(.notFound, "AUTHZ-cdgFk")
        #expect(try await fixture.send(.delete, "idps/templates/\(id)").status == .ok)
        try await fixture.send(.delete, "idps/templates/\(id)").expect(.notFound, "ORG-Se3tg")
        try await fixture.send(.get, "idps/templates/\(id)").expect(.notFound, "QUERY-rhR2o")
        try await fixture.api.rest(.get, "/v2/idps/\(id)").expect(.notFound, "QUERY-rhR2o")
    }

    @Test func `an organization sees its own providers and the instance's`() async throws {
        let shared = try await fixture.add("generic_oidc", Fixture.openID(["name": "Shared"]), as: "root")
        let own = try await fixture.add()
        _ = try await fixture.add("generic_oidc", Fixture.openID(["name": "Foreign"]), as: "other-owner")
        func names(_ message: JSONValue, as user: String = "acme-owner") async throws -> [String] {
            let response = try await fixture.send(.post, "idps/templates/_search", message, as: user)
            let rows = try response.json["result"]?.arrayValue ?? []
            let total = try response.json["details"]?["totalResult"]?.stringValue
            if message["query"]?["limit"] == nil { #expect(total ?? "0" == "\(rows.count)") }
            return rows.compactMap { $0["name"]?.stringValue }
        }
        #expect(try await names(["query": ["asc": true]]) == ["Shared", "Corp"])
        #expect(try await names(["query": ["limit": 1]]) == ["Corp"])
        #expect(try await names([:], as: "root") == ["Shared"])
        #expect(try await names(["queries": [["idpIdQuery": ["id": .string(own)]]]]) == ["Corp"])
        #expect(try await names(["queries": [["idpIdQuery": ["id": .string(own)]]]], as: "root") == [])
        #expect(
            try await names([
                "queries": [["idpNameQuery": ["name": "sha", "method": "TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE"]]]
            ]) == ["Shared"])
        for (type, expected) in [("SYSTEM", ["Shared"]), ("ORG", ["Corp"])] {
            let query: JSONValue = ["ownerTypeQuery": ["ownerType": .string("IDP_OWNER_TYPE_\(type)")]]
            #expect(try await names(["queries": [query]]) == expected)
        }
        #expect(try await names(["queries": [["ownerTypeQuery": [:]]], "query": ["asc": true]]) == ["Shared", "Corp"])
        #expect(try await fixture.send(.get, "idps/templates/\(shared)").status == .ok)
        try await fixture.send(.post, "idps/templates/_search", ["queries": [[:]]]).expect(.badRequest, "Query")
        try await fixture.send(.post, "idps/templates/_search", ["query": ["limit": 1001]])
            .expect(.badRequest, "QUERY-4M0fs")
    }

    @Test func `secrets are sealed in the store, and neither answers nor events tell them`() async throws {
        let id = try await fixture.add()
        _ = try await fixture.send(.put, "idps/generic_oidc/\(id)", Fixture.openID(["clientSecret": "0ther-s3cr3t"]))
        let stored = try await fixture.api.database.read { (tx) throws(DomainError) in
            let secret = try tx.answer(to: .identityProviderSecret(IdentityProvider.ID(id))) ?? []
            let events = try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in
                try row.text("payload")
            }
            return (String(decoding: secret, as: UTF8.self), events.joined())
        }
        #expect(!stored.0.isEmpty)
        for text in [stored.0, stored.1, try await fixture.send(.get, "idps/templates/\(id)").text] {
            #expect(!text.contains("s3cr3t"))
        }
        #expect(stored.1.contains("hasNewSecret"))
    }

    @Test func `a provider is active or not, and said so once`() async throws {
        let id = try await fixture.add()
        #expect(try await fixture.providers.usable(IdentityProvider.ID(id)) != nil)
        try await fixture.send(.post, "idps/\(id)/_reactivate").expect(.badRequest, "IDP-St4te")
        #expect(try await fixture.send(.post, "idps/\(id)/_deactivate").status == .ok)
        try await fixture.send(.post, "idps/\(id)/_deactivate").expect(.badRequest, "IDP-St4te")
        #expect(try await fixture.providers.usable(IdentityProvider.ID(id)) == nil)
        let provider = try await fixture.send(.get, "idps/templates/\(id)").json["idp"]
        #expect(provider?["state"] == "IDP_STATE_INACTIVE")
        #expect(try await fixture.send(.post, "idps/\(id)/_reactivate").status == .ok)
        #expect(try await fixture.providers.usable(IdentityProvider.ID(id)) != nil)
        #expect(try await fixture.history("acme").suffix(2) == ["org.idp.deactivated", "org.idp.reactivated"])
    }

    @Test func `providers go with their organization`() async throws {
        let id = try await fixture.add()
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.execute("DELETE FROM organizations WHERE id = 'acme'")
        }
        #expect(try await fixture.providers.usable(IdentityProvider.ID(id)) == nil)
    }
}
