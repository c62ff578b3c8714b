package import HTTP
package import Platform

extension TestServer {
    /// Adds a test's provider to the instance.
    /// - Parameter settings: over those of a usual one.
    package func addOpenIDProvider(_ provider: TestProvider, _ settings: JSONObject = [:]) async throws -> String {
        var message: JSONObject = [
            "name": "Corp", "issuer": .string(provider.issuer), "clientId": .string(TestProvider.clientID),
            "clientSecret": .string(TestProvider.clientSecret),
        ]
        for member in settings.members { message[member.name] = member.value }
        return try await text(manage(.post, "/admin/v1/idps/generic_oidc", .object(message)), "id")
    }

    /// Adds a test's provider as one that knows nothing of OpenID Connect.
    package func addOAuthProvider(_ provider: TestProvider, _ settings: JSONObject = [:]) async throws -> String {
        var message: JSONObject = [
            "name": "Old Corp", "clientId": .string(TestProvider.clientID),
            "clientSecret": .string(TestProvider.clientSecret),
            "authorizationEndpoint": .string("\(provider.issuer)/authorize"),
            "tokenEndpoint": .string("\(provider.issuer)/token"),
            "userEndpoint": .string("\(provider.issuer)/userinfo"), "scopes": ["read:user"], "idAttribute": "sub",
        ]
        for member in settings.members { message[member.name] = member.value }
        return try await text(manage(.post, "/admin/v1/idps/oauth", .object(message)), "id")
    }

    /// Calls a method of the older API over REST, which must succeed.
    @discardableResult
    package func manage(
        _ method: HTTPMethod, _ target: String, _ message: JSONValue? = nil
    ) async throws -> JSONValue {
        let response = try await send(
            HTTPRequest(
                method, target,
                fields: ["Authorization": "Bearer \(administratorToken)", "Content-Type": "application/json"],
                body: message?.utf8 ?? []))
        guard response.status == .ok else { throw UnexpectedResponse(method: target, text: response.text) }
        return try response.json
    }
}
