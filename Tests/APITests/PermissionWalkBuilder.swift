internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// Makes what ``WalkWorld`` holds, through the service's own API.
struct WalkBuilder {
    let server: TestServer

    private static let users = "zitadel.user.v2.UserService"
    private static let organizations = "zitadel.org.v2.OrganizationService"
    private static let projects = "zitadel.project.v2.ProjectService"
    private static let applications = "zitadel.application.v2.ApplicationService"
    private static let expiry: JSONValue = "2030-01-01T00:00:00Z"

    /// A and B, an idle one, and one that holds a grant.
    func makeOrganizations() async throws {
        for id in ["org-of-a", "org-of-b", "idle-org-of-a", "grantee"] {
            try await server.call(
                "\(Self.organizations)/AddOrganization", ["organizationId": .string(id), "name": .string(id)])
        }
        try await server.call("\(Self.organizations)/DeactivateOrganization", ["organizationId": "idle-org-of-a"])
        try await addDomain("spare-of-a.example")
        try await setDomainValidation(true)
        try await addDomain("unproven-of-a.example")
        try await setDomainValidation(false)
        try await server.call(
            "\(Self.organizations)/SetOrganizationMetadata",
            ["organizationId": "org-of-a", "metadata": [["key": "color", "value": "cmVk"]]])
    }

    private func addDomain(_ domain: String) async throws {
        try await server.call(
            "\(Self.organizations)/AddOrganizationDomain", ["organizationId": "org-of-a", "domain": .string(domain)])
    }

    /// Whether domains that are added from now on must be proven.
    private func setDomainValidation(_ isRequired: Bool) async throws {
        let response = try await server.send(
            HTTPRequest(
                .put, "/admin/v1/policies/domain",
                fields: ["Authorization": "Bearer \(server.administratorToken)"],
                body: JSONValue.object(["validateOrgDomains": .bool(isRequired)]).utf8))
        try #require(response.status == .ok, "\(response.text)")
    }

    func makeUsers() async throws {
        for id in ["target-of-a", "idle-user-of-a", "locked-user-of-a", "owner-of-a", "helper-of-a"] {
            try await addUser(id, to: "org-of-a")
        }
        try await server.addHuman("human-of-a", to: "org-of-a")
        for id in ["stranger-of-b", "owner-of-b"] { try await addUser(id, to: "org-of-b") }
        for id in ["viewer", "login-client"] { try await addUser(id, to: server.organizationID) }
        try await server.call("\(Self.users)/DeactivateUser", ["userId": "idle-user-of-a"])
        try await server.call("\(Self.users)/LockUser", ["userId": "locked-user-of-a"])
        try await server.call(
            "\(Self.users)/SetUserMetadata",
            ["userId": "target-of-a", "metadata": [["key": "color", "value": "cmVk"]]])
        for (user, resource, role) in [
            ("owner-of-a", ["organizationId": "org-of-a"], "ORG_OWNER"),
            ("owner-of-a", ["organizationId": "idle-org-of-a"], "ORG_OWNER"),
            ("helper-of-a", ["organizationId": "org-of-a"], "ORG_OWNER_VIEWER"),
            ("owner-of-b", ["organizationId": "org-of-b"], "ORG_OWNER"),
            ("viewer", ["instance": true], "IAM_OWNER_VIEWER"),
            ("login-client", ["instance": true], "IAM_LOGIN_CLIENT"),
        ] as [(String, JSONValue, String)] {
            try await server.call(
                "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
                ["userId": .string(user), "resource": resource, "roles": [.string(role)]])
        }
    }

    func makeProject() async throws {
        try await server.call(
            "\(Self.projects)/CreateProject",
            ["organizationId": "org-of-a", "projectId": "project-of-a", "name": "project-of-a"])
        try await server.call(
            "\(Self.projects)/AddProjectRole",
            ["projectId": "project-of-a", "roleKey": "role-of-a", "displayName": "Role"])
        try await server.call(
            "\(Self.projects)/CreateProjectGrant",
            ["projectId": "project-of-a", "grantedOrganizationId": "grantee", "roleKeys": ["role-of-a"]])
        for (id, method) in [
            ("app-of-a", "BASIC"), ("idle-app-of-a", "BASIC"), ("signing-app-of-a", "PRIVATE_KEY_JWT"),
        ] {
            try await server.call(
                "\(Self.applications)/CreateApplication",
                [
                    "projectId": "project-of-a", "applicationId": .string(id), "name": .string(id),
                    "apiConfiguration": ["authMethodType": .string("API_AUTH_METHOD_TYPE_\(method)")],
                ])
        }
        try await server.call(
            "\(Self.applications)/DeactivateApplication",
            ["projectId": "project-of-a", "applicationId": "idle-app-of-a"])
    }

    /// - Returns: what has an identifier that only the service chooses, and a public key to upload.
    func makeCredentials() async throws -> [String: JSONValue] {
        let target: JSONValue = "target-of-a"
        let publicKey: JSONValue = .string(Base64.encode(try PrivateKey.generate(.ec(.p256)).publicKey.pem().utf8))
        try await server.call("\(Self.users)/AddSecret", ["userId": target])
        let key = try await server.call(
            "\(Self.users)/AddKey", ["userId": target, "expirationDate": Self.expiry, "publicKey": publicKey])
        let token = try await server.call(
            "\(Self.users)/AddPersonalAccessToken", ["userId": target, "expirationDate": Self.expiry])
        let applicationKey = try await server.call(
            "\(Self.applications)/CreateApplicationKey",
            ["applicationId": "signing-app-of-a", "projectId": "project-of-a"])
        let authorization = try await server.call(
            "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
            [
                "userId": target, "projectId": "project-of-a", "organizationId": "org-of-a",
                "roleKeys": ["role-of-a"],
            ])
        let webKey = try await server.call(
            "zitadel.webkey.v2.WebKeyService/CreateWebKey", ["ecdsa": ["curve": "ECDSA_CURVE_P256"]])
        let session = try await server.call(
            "zitadel.session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": target]]])
        let values: [String: JSONValue] = [
            "publicKey": publicKey, "key": key["keyId"] ?? .null, "token": token["tokenId"] ?? .null,
            "applicationKey": applicationKey["keyId"] ?? .null, "authorization": authorization["id"] ?? .null,
            "webKey": webKey["id"] ?? .null, "session": session["sessionId"] ?? .null,
        ]
        return try await [makePasskeys(), makeProviders(), makeIdentityProviders(), makeIntent(), makeDevice()].reduce(
            into: values
        ) {
            all, more in
            all.merge(more) { first, _ in first }
        }
    }

    /// A passkey of the person, and registrations that wait with what finishes them, that of an application as well.
    private func makePasskeys() async throws -> [String: JSONValue] {
        let human: JSONValue = ["userId": "human-of-a"]
        let ready = try await server.call("\(Self.users)/RegisterPasskey", human)
        let authenticator = try TestAuthenticator()
        try await server.call(
            "\(Self.users)/VerifyPasskeyRegistration",
            [
                "userId": "human-of-a", "passkeyId": ready["passkeyId"] ?? .null, "passkeyName": "of-a",
                "publicKeyCredential": try authenticator.create(options(ready)),
            ])
        let passkey = try await server.call("\(Self.users)/RegisterPasskey", human)
        let key = try await server.call("\(Self.users)/RegisterU2F", human)
        let app = AuthenticatorApp(
            secret: try server.text(try await server.call("\(Self.users)/RegisterTOTP", human), "secret"))
        return [
            "totpCode": .string(app.code(at: server.clock.now)),
            "passkey": ready["passkeyId"] ?? .null, "pendingPasskey": passkey["passkeyId"] ?? .null,
            "passkeyCredential": try TestAuthenticator().create(options(passkey)),
            "pendingKey": key["u2fId"] ?? .null, "keyCredential": try TestAuthenticator().create(options(key)),
        ]
    }

    /// A device and an application that wait for somebody to sign in.
    private func makeDevice() async throws -> [String: JSONValue] {
        let client = try await server.addClient("device-of-a", project: "project-of-a")
        let begun = try await server.post("/oauth/v2/device_authorization", client.credentials).json
        let code = try server.text(begun, "user_code")
        let found = try await server.call(
            "zitadel.oidc.v2.OIDCService/GetDeviceAuthorizationRequest", ["userCode": .string(code)])
        let request = try await TestSignIn(server, client).request(loginClient: "nobody")
        return [
            "userCode": .string(code), "device": found["deviceAuthorizationRequest"]?["id"] ?? .null,
            "authRequest": .string(request),
        ]
    }

    private func options(_ started: JSONValue) -> JSONValue {
        started["publicKeyCredentialCreationOptions"] ?? .null
    }

    func makeTokens() async throws -> [WalkWorld.Caller: String] {
        var tokens: [WalkWorld.Caller: String] = [.root: server.administratorToken]
        tokens[.human] = try await server.sessionToken(of: "human-of-a")
        // A proof that stays when a row takes passkeys and accounts elsewhere from the person.
        try await server.database.write { (tx) throws(DomainError) in
            try tx.execute("UPDATE sessions SET password_verified_at = user_verified_at WHERE user_id = 'human-of-a'")
        }
        for caller in WalkWorld.Caller.allCases where caller != .root && caller != .human {
            tokens[caller] = try await server.text(
                server.call(
                    "\(Self.users)/AddPersonalAccessToken",
                    ["userId": .string(caller.rawValue), "expirationDate": Self.expiry]), "token")
        }
        return tokens
    }

    private func addUser(_ id: String, to organization: String) async throws {
        try await server.call(
            "\(Self.users)/CreateUser",
            [
                "organizationId": .string(organization), "userId": .string(id), "username": .string(id),
                "machine": ["name": .string(id)],
            ])
    }
}
