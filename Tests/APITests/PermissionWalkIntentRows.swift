internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

extension WalkRow {
    static let intents: [WalkRow] = [
        WalkRow(
            .write, "zitadel.user.v2.UserService/StartIdentityProviderIntent",
            [
                "idpId": "$oauthProvider",
                "urls": ["successUrl": "https://app.example/ok", "failureUrl": "https://app.example/failed"],
            ]),
        WalkRow(
            .write, "zitadel.user.v2.UserService/RetrieveIdentityProviderIntent",
            ["idpIntentId": "$intent", "idpIntentToken": "$intentToken"]),
    ]
}

extension WalkBuilder {
    /// A success at a provider that is gone by now.
    func makeIntent() async throws -> [String: JSONValue] {
        let node = try await server.node(allowedHosts: ["localhost"])
        return try await TestProvider.serve(clock: server.clock) { provider in
            let fixture = IntentsFixture(
                server: node, provider: provider, idp: try await node.addOAuthProvider(provider))
            let success = try await fixture.succeed()
            return ["intent": .string(success.id), "intentToken": .string(success.token)]
        }
    }
}
