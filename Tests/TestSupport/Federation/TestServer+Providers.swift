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

    /// Makes another service of ours a provider of the instance, with which everybody may log in. Its redirect URI has the
    /// identifier that it gets here, so it is added first and registered there afterwards, as administrators do it.
    /// - Parameters:
    ///   - registration: of the client there, over that of a usual one.
    ///   - settings: of the provider here, over those of a usual one.
    ///   - options: of the provider, as the API names them.
    package func addProvider(
        _ name: String, servedBy provider: TestServer, registration: JSONObject = [:], _ settings: JSONObject = [:],
        options: JSONObject
    ) async throws -> String {
        var message: JSONObject = [
            "name": .string(name), "issuer": .string(provider.issuer), "clientId": "later", "clientSecret": "later",
            "providerOptions": .object(options),
        ]
        for member in settings.members { message[member.name] = member.value }
        let id = try await text(manage(.post, "/admin/v1/idps/generic_oidc", .object(message)), "id")
        var registered: JSONObject = [
            "redirectUris": [.string("\(issuer)/idps/callback/\(id)")],
            "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC",
        ]
        for member in registration.members { registered[member.name] = member.value }
        let client = try await provider.addClient("client", project: provider.addProject(name), registered)
        message["clientId"] = .string(client.clientID)
        message["clientSecret"] = .string(client.secret ?? "")
        try await manage(.put, "/admin/v1/idps/generic_oidc/\(id)", .object(message))
        try await manage(.post, "/admin/v1/policies/login/idps", ["idpId": .string(id)])
        return id
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
