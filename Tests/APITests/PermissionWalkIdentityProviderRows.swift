internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

extension WalkRow {
    static let identityProviders: [WalkRow] =
        writes("/management/v1", oidc: "$provider", oauth: "$oauthProvider")
        + writes("/admin/v1", oidc: "$instanceProvider", oauth: "$instanceOAuthProvider") + policies + links
        + [
            WalkRow(.read, "zitadel.idp.v2.IdentityProviderService/GetIDPByID", ["id": "$provider"]),
            WalkRow(
                .read, "zitadel.idp.v2.IdentityProviderService/GetIDPByID", ["id": "$instanceProvider"],
                permission: .iamIDPRead),
        ]

    private static func writes(_ base: String, oidc: JSONValue, oauth: JSONValue) -> [WalkRow] {
        [
            WalkRow(.write, "POST \(base)/idps/generic_oidc", .object(WalkBuilder.openID)),
            WalkRow(.write, "PUT \(base)/idps/generic_oidc/{id}", with(WalkBuilder.openID, "id", oidc)),
            WalkRow(.write, "POST \(base)/idps/oauth", .object(WalkBuilder.oauth)),
            WalkRow(.write, "PUT \(base)/idps/oauth/{id}", with(WalkBuilder.oauth, "id", oauth)),
            WalkRow(.write, "POST \(base)/idps/{idp_id}/_deactivate", ["idpId": oidc]),
            WalkRow(
                .write, "POST \(base)/idps/{idp_id}/_reactivate", ["idpId": oidc],
                after: ("POST \(base)/idps/{idp_id}/_deactivate", ["idpId": oidc])),
            WalkRow(.write, "DELETE \(base)/idps/templates/{id}", ["id": oidc]),
            WalkRow(.list, "POST \(base)/idps/templates/_search", [:]),
            WalkRow(.read, "GET \(base)/idps/templates/{id}", ["id": oidc]),
        ]
    }

    private static let policies: [WalkRow] = [
        WalkRow(.list, "POST /management/v1/policies/login/idps/_search", [:]),
        WalkRow(
            .write, "POST /management/v1/policies/login/idps", ["idpId": "$provider"],
            after: ("POST /management/v1/policies/login", [:])),
        WalkRow(
            .write, "DELETE /management/v1/policies/login/idps/{idp_id}", ["idpId": "$provider"],
            after: ("POST /management/v1/policies/login", ["idps": [["idpId": "$provider"]]])),
        WalkRow(.list, "POST /admin/v1/policies/login/idps/_search", [:]),
        WalkRow(.write, "POST /admin/v1/policies/login/idps", ["idpId": "$instanceOAuthProvider"]),
        WalkRow(.write, "DELETE /admin/v1/policies/login/idps/{idp_id}", ["idpId": "$instanceProvider"]),
    ]

    private static let links: [WalkRow] = [
        (.write, "AddIDPLink", ["userId": "human-of-a", "idpLink": WalkBuilder.link("another-of-a")]),
        (.list, "ListIDPLinks", ["userId": "human-of-a"]),
        (.write, "RemoveIDPLink", ["userId": "human-of-a", "idpId": "$provider", "linkedUserId": "account-of-a"]),
    ].map { (kind: Kind, name: String, message: JSONValue) in
        WalkRow(kind, "zitadel.user.v2.UserService/\(name)", message)
    }

    private static func with(_ message: JSONObject, _ name: String, _ value: JSONValue) -> JSONValue {
        var message = message
        message[name] = value
        return .object(message)
    }
}

extension WalkBuilder {
    static let openID: JSONObject = [
        "name": "provider-of-a", "issuer": "https://idp.example", "clientId": "c", "clientSecret": "s",
    ]
    static let oauth: JSONObject = [
        "name": "oauth-of-a", "clientId": "c", "clientSecret": "s", "idAttribute": "id",
        "authorizationEndpoint": "https://idp.example/a", "tokenEndpoint": "https://idp.example/t",
        "userEndpoint": "https://idp.example/u",
    ]

    static func link(_ account: JSONValue) -> JSONValue {
        ["idpId": "$provider", "userId": account, "userName": "name-of-a"]
    }

    /// Providers of A and of the instance; with one of the instance's everybody may log in. The person is linked to one of
    /// A's.
    func makeIdentityProviders() async throws -> [String: JSONValue] {
        var (instanceOpenID, instanceOAuth) = (Self.openID, Self.oauth)
        instanceOpenID["name"] = "Everybody's"
        instanceOAuth["name"] = "Anybody's"
        let values = [
            "provider": try await add("/management/v1/idps/generic_oidc", Self.openID),
            "oauthProvider": try await add("/management/v1/idps/oauth", Self.oauth),
            "instanceProvider": try await add("/admin/v1/idps/generic_oidc", instanceOpenID),
            "instanceOAuthProvider": try await add("/admin/v1/idps/oauth", instanceOAuth),
        ]
        _ = try await send("/admin/v1/policies/login/idps", ["idpId": values["instanceProvider"] ?? .null])
        try await server.call(
            "zitadel.user.v2.UserService/AddIDPLink",
            [
                "userId": "human-of-a",
                "idpLink": [
                    "idpId": values["provider"] ?? .null, "userId": "account-of-a", "userName": "name-of-a",
                ],
            ])
        return values
    }

    private func add(_ path: String, _ message: JSONObject) async throws -> JSONValue {
        try #require(try await send(path, message)["id"])
    }

    private func send(_ path: String, _ message: JSONObject) async throws -> JSONValue {
        let response = try await server.send(
            HTTPRequest(
                .post, path,
                fields: ["Authorization": "Bearer \(server.administratorToken)", "x-zitadel-orgid": "org-of-a"],
                body: JSONValue.object(message).utf8))
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }
}
