internal import Model
internal import Platform
internal import Testing

/// A method with a message about an object of A that is right in every respect.
struct WalkRow: Sendable, CustomTestStringConvertible {
    enum Kind: Sendable {
        /// Changes something.
        case write
        case read
        /// Reads rows, with their total.
        case list
    }

    let kind: Kind
    let method: String
    let message: JSONValue
    /// Of a further row of a method, whose permission depends on what the message is about.
    let permission: Permission?
    /// What `root` does before, where the row needs more than the world holds for all.
    let preparation: [Preparation]

    typealias Preparation = (method: String, message: JSONValue)

    init(
        _ kind: Kind, _ method: String, _ message: JSONValue, permission: Permission? = nil,
        after preparation: Preparation?...
    ) {
        self.init(kind, method, message, permission: permission, preparing: preparation.compactMap { $0 })
    }

    init(
        _ kind: Kind, _ method: String, _ message: JSONValue, permission: Permission? = nil,
        preparing preparation: [Preparation]
    ) {
        self.preparation = preparation
        self.kind = kind
        self.method = method
        self.message = message
        self.permission = permission
    }

    var testDescription: String { permission.map { "\(method), \($0)" } ?? method }

    /// Who a message about a user is about.
    var subject: WalkWorld.Caller {
        message["userId"]?.stringValue == WalkWorld.Caller.human.rawValue ? .human : .target
    }

    static let all =
        users + humans + passkeys + secondFactors + management + organizations + projects + applications
        + authorizations + administrators + webKeys + settings + messageProviders + identityProviders + intents
        + sessions + oidc
        + others

    /// Methods that every token opens, because a code that was sent to a user gives the right.
    static let authenticatedOnly = Set(
        ["VerifyEmail", "VerifyPhone", "VerifyInviteCode"].map { "zitadel.user.v2.UserService/\($0)" })

    /// The others, for which a caller needs a permission.
    static let guarded = all.filter { !authenticatedOnly.contains($0.method) }

    private static func rows(_ service: String, _ rows: [(Kind, String, JSONValue)]) -> [WalkRow] {
        rows.map { WalkRow($0.0, "zitadel.\(service)/\($0.1)", $0.2) }
    }

    private static let target: JSONValue = ["userId": "target-of-a"]
    private static let project: JSONValue = ["projectId": "project-of-a"]
    private static let application: JSONValue = ["applicationId": "app-of-a", "projectId": "project-of-a"]
    private static let organization: JSONValue = ["organizationId": "org-of-a"]
    private static let metadata: JSONValue = [["key": "size", "value": "YmlnCg=="]]
    private static let ownCredentials: JSONValue = ["filters": [["userIdFilter": ["id": "target-of-a"]]]]

    private static let users = rows(
        "user.v2.UserService",
        [
            (.write, "CreateUser", ["organizationId": "org-of-a", "username": "new", "machine": ["name": "New"]]),
            (.read, "GetUserByID", target),
            (.list, "ListUsers", ["queries": [["organizationIdQuery": organization]]]),
            (.write, "UpdateUser", ["userId": "target-of-a", "machine": ["name": "New"]]),
            (.write, "DeactivateUser", target),
            (.write, "ReactivateUser", ["userId": "idle-user-of-a"]),
            (.write, "LockUser", target),
            (.write, "UnlockUser", ["userId": "locked-user-of-a"]),
            (.write, "DeleteUser", target),
            (.write, "AddSecret", target),
            (.write, "RemoveSecret", target),
            (
                .write, "AddKey",
                ["userId": "target-of-a", "expirationDate": "2030-01-01T00:00:00Z", "publicKey": "$publicKey"]
            ),
            (.write, "RemoveKey", ["userId": "target-of-a", "keyId": "$key"]),
            (.list, "ListKeys", ownCredentials),
            (
                .write, "AddPersonalAccessToken",
                ["userId": "target-of-a", "expirationDate": "2030-01-01T00:00:00Z"]
            ),
            (.write, "RemovePersonalAccessToken", ["userId": "target-of-a", "tokenId": "$token"]),
            (.list, "ListPersonalAccessTokens", ownCredentials),
            (.write, "SetUserMetadata", ["userId": "target-of-a", "metadata": metadata]),
            (.list, "ListUserMetadata", target),
            (.write, "DeleteUserMetadata", ["userId": "target-of-a", "keys": ["color"]]),
        ])

    private static let human: JSONValue = ["userId": "human-of-a"]
    private static let code: JSONValue = ["userId": "human-of-a", "verificationCode": "ABC123"]

    private static let humans =
        rows(
            "user.v2.UserService",
            [
                (
                    .write, "AddHumanUser",
                    [
                        "organization": ["orgId": "org-of-a"], "profile": ["givenName": "New", "familyName": "New"],
                        "email": ["email": "new@a.example"],
                    ]
                ),
                (.write, "UpdateHumanUser", ["userId": "human-of-a", "username": "new"]),
                (.write, "SetEmail", ["userId": "human-of-a", "email": "new@a.example"]),
                (.write, "SendEmailCode", human),
                (.write, "VerifyEmail", code),
                (.write, "SetPhone", phone),
                (.write, "VerifyPhone", code),
                (.write, "PasswordReset", human),
                (.write, "SetPassword", ["userId": "human-of-a", "newPassword": ["password": "An0ther-P4ssword"]]),
                (.write, "VerifyInviteCode", code),
                (.write, "HumanMFAInitSkipped", human),
            ]) + [
            WalkRow(.write, user("ResendEmailCode"), human, after: (user("SendEmailCode"), human)),
            WalkRow(.write, user("RemovePhone"), human, after: (user("SetPhone"), phone)),
            WalkRow(.write, user("ResendPhoneCode"), human, after: (user("SetPhone"), phone)),
            WalkRow(.write, user("CreateInviteCode"), human, after: withoutPasskey, withoutAccount),
            WalkRow(
                .write, user("ResendInviteCode"), human, after: withoutPasskey, withoutAccount,
                (user("CreateInviteCode"), human)),
        ]

    private static let phone: JSONValue = ["userId": "human-of-a", "phone": "+41799876543"]
    private static let withoutPasskey: Preparation = (
        user("RemovePasskey"), ["userId": "human-of-a", "passkeyId": "$passkey"]
    )
    private static let withoutAccount: Preparation = (
        user("RemoveIDPLink"), ["userId": "human-of-a", "idpId": "$provider", "linkedUserId": "account-of-a"]
    )

    /// Without the passkey the person comes from there.
    private static let withOfferedAccount: Preparation = (
        "POST /management/v1/policies/login", ["allowExternalIdp": true, "idps": [["idpId": "$provider"]]]
    )

    private static func user(_ method: String) -> String { "zitadel.user.v2.UserService/\(method)" }

    private static let passkeys =
        rows(
            "user.v2.UserService",
            [
                (.write, "RegisterPasskey", human),
                (
                    .write, "VerifyPasskeyRegistration",
                    [
                        "userId": "human-of-a", "passkeyId": "$pendingPasskey", "passkeyName": "laptop",
                        "publicKeyCredential": "$passkeyCredential",
                    ]
                ),
                (.write, "CreatePasskeyRegistrationLink", ["userId": "human-of-a", "returnCode": [:]]),
                (.list, "ListPasskeys", human),
                (.write, "RegisterU2F", human),
                (
                    .write, "VerifyU2FRegistration",
                    [
                        "userId": "human-of-a", "u2fId": "$pendingKey", "tokenName": "key",
                        "publicKeyCredential": "$keyCredential",
                    ]
                ),
                (.write, "RemoveU2F", ["userId": "human-of-a", "u2fId": "$pendingKey"]),
            ]) + [
            WalkRow(.write, withoutPasskey.method, withoutPasskey.message, after: withOfferedAccount)
        ]

    private static let management: [WalkRow] = [
        (.write, "POST", "machine", ["userName": "new", "name": "New"]),
        (.write, "PUT", "{user_id}/machine", ["userId": "target-of-a", "name": "New"]),
        (.write, "PUT", "{user_id}/username", ["userId": "target-of-a", "userName": "new"]),
        (.write, "POST", "{id}/_deactivate", ["id": "target-of-a"]),
        (.write, "POST", "{id}/_reactivate", ["id": "idle-user-of-a"]),
        (.write, "POST", "{id}/_lock", ["id": "target-of-a"]),
        (.write, "POST", "{id}/_unlock", ["id": "locked-user-of-a"]),
        (.write, "DELETE", "{id}", ["id": "target-of-a"]),
        (.read, "GET", "{id}", ["id": "target-of-a"]),
        (.list, "POST", "_search", [:]),
        (.write, "POST", "{id}/metadata/{key}", ["id": "target-of-a", "key": "size", "value": "YmlnCg=="]),
        (.write, "POST", "{id}/metadata/_bulk", ["id": "target-of-a", "metadata": metadata]),
        (.read, "GET", "{id}/metadata/{key}", ["id": "target-of-a", "key": "color"]),
        (.list, "POST", "{id}/metadata/_search", ["id": "target-of-a"]),
        (.write, "DELETE", "{id}/metadata/{key}", ["id": "target-of-a", "key": "color"]),
        (.write, "DELETE", "{id}/metadata/_bulk", ["id": "target-of-a", "keys": ["color"]]),
        (.write, "PUT", "{user_id}/secret", target),
        (.write, "DELETE", "{user_id}/secret", target),
        (
            .write, "POST", "{user_id}/keys",
            ["userId": "target-of-a", "type": "KEY_TYPE_JSON", "publicKey": "$publicKey"]
        ),
        (.list, "POST", "{user_id}/keys/_search", target),
        (.read, "GET", "{user_id}/keys/{key_id}", ["userId": "target-of-a", "keyId": "$key"]),
        (.write, "DELETE", "{user_id}/keys/{key_id}", ["userId": "target-of-a", "keyId": "$key"]),
        (.write, "POST", "{user_id}/pats", target),
        (.list, "POST", "{user_id}/pats/_search", target),
        (.read, "GET", "{user_id}/pats/{token_id}", ["userId": "target-of-a", "tokenId": "$token"]),
        (.write, "DELETE", "{user_id}/pats/{token_id}", ["userId": "target-of-a", "tokenId": "$token"]),
    ].map { (kind: Kind, verb: String, path: String, message: JSONValue) in
        WalkRow(kind, "\(verb) /management/v1/users/\(path)", message)
    }

    private static let organizations = rows(
        "org.v2.OrganizationService",
        [
            (.write, "AddOrganization", ["name": "New"]),
            (.write, "UpdateOrganization", ["organizationId": "org-of-a", "name": "New"]),
            (.list, "ListOrganizations", ["queries": [["idQuery": ["id": "org-of-a"]]]]),
            (.write, "DeleteOrganization", organization),
            (.write, "ActivateOrganization", ["organizationId": "idle-org-of-a"]),
            (.write, "DeactivateOrganization", organization),
            (.write, "SetOrganizationMetadata", ["organizationId": "org-of-a", "metadata": metadata]),
            (.list, "ListOrganizationMetadata", organization),
            (.write, "DeleteOrganizationMetadata", ["organizationId": "org-of-a", "keys": ["color"]]),
            (.write, "AddOrganizationDomain", ["organizationId": "org-of-a", "domain": "new.example"]),
            (.list, "ListOrganizationDomains", organization),
            (
                .write, "DeleteOrganizationDomain",
                ["organizationId": "org-of-a", "domain": "spare-of-a.example"]
            ),
            (
                .write, "GenerateOrganizationDomainValidation",
                [
                    "organizationId": "org-of-a", "domain": "unproven-of-a.example",
                    "type": "DOMAIN_VALIDATION_TYPE_DNS",
                ]
            ),
            (
                .write, "VerifyOrganizationDomain",
                ["organizationId": "org-of-a", "domain": "spare-of-a.example"]
            ),
        ])

    private static let grant: JSONValue = ["projectId": "project-of-a", "grantedOrganizationId": "grantee"]
    private static let role: JSONValue = [
        "projectId": "project-of-a", "roleKey": "role-of-a", "displayName": "New",
    ]

    private static let projects = rows(
        "project.v2.ProjectService",
        [
            (.write, "CreateProject", ["organizationId": "org-of-a", "name": "New"]),
            (.write, "UpdateProject", ["projectId": "project-of-a", "name": "New"]),
            (.write, "DeleteProject", project),
            (.read, "GetProject", project),
            (.list, "ListProjects", ["filters": [["organizationIdFilter": organization]]]),
            (.write, "DeactivateProject", project),
            (.write, "ActivateProject", project),
            (.write, "AddProjectRole", ["projectId": "project-of-a", "roleKey": "new", "displayName": "New"]),
            (.write, "UpdateProjectRole", role),
            (.write, "RemoveProjectRole", role),
            (.list, "ListProjectRoles", project),
            (
                .write, "CreateProjectGrant",
                ["projectId": "project-of-a", "grantedOrganizationId": "org-of-b", "roleKeys": ["role-of-a"]]
            ),
            (.write, "UpdateProjectGrant", grant),
            (.write, "DeleteProjectGrant", grant),
            (.write, "DeactivateProjectGrant", grant),
            (.write, "ActivateProjectGrant", grant),
            (.list, "ListProjectGrants", ["filters": [["inProjectIdsFilter": ["ids": ["project-of-a"]]]]]),
        ])

    private static let applicationKey: JSONValue = [
        "keyId": "$applicationKey", "applicationId": "signing-app-of-a", "projectId": "project-of-a",
    ]

    private static let applications = rows(
        "application.v2.ApplicationService",
        [
            (.write, "CreateApplication", ["projectId": "project-of-a", "name": "New", "apiConfiguration": [:]]),
            (
                .write, "UpdateApplication",
                ["projectId": "project-of-a", "applicationId": "app-of-a", "name": "New"]
            ),
            (.read, "GetApplication", ["applicationId": "app-of-a"]),
            (.write, "DeleteApplication", application),
            (.write, "DeactivateApplication", application),
            (
                .write, "ReactivateApplication",
                ["projectId": "project-of-a", "applicationId": "idle-app-of-a"]
            ),
            (.write, "GenerateClientSecret", application),
            (.list, "ListApplications", ["filters": [["projectIdFilter": project]]]),
            (
                .write, "CreateApplicationKey",
                ["applicationId": "signing-app-of-a", "projectId": "project-of-a"]
            ),
            (.write, "DeleteApplicationKey", applicationKey),
            (.read, "GetApplicationKey", applicationKey),
            (
                .list, "ListApplicationKeys",
                ["filters": [["applicationIdFilter": ["applicationId": "signing-app-of-a"]]]]
            ),
        ])

    private static let authorization: JSONValue = ["id": "$authorization"]

    private static let authorizations = rows(
        "authorization.v2.AuthorizationService",
        [
            (
                .write, "CreateAuthorization",
                [
                    "userId": "owner-of-a", "projectId": "project-of-a", "organizationId": "org-of-a",
                    "roleKeys": ["role-of-a"],
                ]
            ),
            (.write, "UpdateAuthorization", ["id": "$authorization", "roleKeys": []]),
            (.write, "DeleteAuthorization", authorization),
            (.write, "ActivateAuthorization", authorization),
            (.write, "DeactivateAuthorization", authorization),
            (.list, "ListAuthorizations", ["filters": [["authorizationIds": ["ids": ["$authorization"]]]]]),
        ])

    private static let administrators = rows(
        "internal_permission.v2.InternalPermissionService",
        [
            (
                .write, "CreateAdministrator",
                ["userId": "target-of-a", "resource": organization, "roles": ["ORG_OWNER"]]
            ),
            (
                .write, "UpdateAdministrator",
                ["userId": "helper-of-a", "resource": organization, "roles": ["ORG_OWNER"]]
            ),
            (.write, "DeleteAdministrator", ["userId": "helper-of-a", "resource": organization]),
            (.list, "ListAdministrators", ["filters": [["resource": organization]]]),
        ])

    /// The same methods on another kind of resource, each with a check of its own.
    private static let others: [WalkRow] =
        [
            (["instance": true], "IAM_OWNER", .iamMemberWrite),
            (["projectId": "project-of-a"], "PROJECT_OWNER", .projectMemberWrite),
            (
                ["projectGrant": ["projectId": "project-of-a", "organizationId": "grantee"]], "PROJECT_GRANT_OWNER",
                .projectGrantMemberWrite
            ),
        ].map { (resource: JSONValue, role: JSONValue, permission: Permission) in
            WalkRow(
                .write, "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
                ["userId": "target-of-a", "resource": resource, "roles": [role]], permission: permission)
        } + [
            WalkRow(
                .write, "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
                [
                    "userId": "owner-of-a", "projectId": "project-of-a", "organizationId": "grantee",
                    "roleKeys": ["role-of-a"],
                ], permission: .userGrantWrite)
        ]

    private static let session: JSONValue = ["sessionId": "$session"]

    private static let sessions = rows(
        "session.v2.SessionService",
        [
            (.write, "CreateSession", [:]),
            (.write, "SetSession", ["sessionId": "$session", "metadata": ["color": "cmVk"]]),
            (.read, "GetSession", session),
            (.list, "ListSessions", ["queries": [["userIdQuery": ["id": "target-of-a"]]]]),
            (.write, "DeleteSession", session),
        ])

    // Requests for sign-ins belong to the instance: what a role allows in an organization opens none of them.
    private static let oidc =
        [
            WalkRow(
                .read, "zitadel.oidc.v2.OIDCService/GetAuthRequest", ["authRequestId": "$authRequest"],
                permission: .iamRead)
        ]
        + rows(
            "oidc.v2.OIDCService",
            [
                (
                    .write, "CreateCallback",
                    ["authRequestId": "$authRequest", "error": ["error": "ERROR_REASON_ACCESS_DENIED"]]
                ),
                (.read, "GetDeviceAuthorizationRequest", ["userCode": "$userCode"]),
                (.write, "AuthorizeOrDenyDeviceAuthorization", ["deviceAuthorizationId": "$device", "deny": [:]]),
            ])

    private static let webKeys = rows(
        "webkey.v2.WebKeyService",
        [
            (.write, "CreateWebKey", ["ed25519": [:]]),
            (.write, "ActivateWebKey", ["id": "$webKey"]),
            (.write, "DeleteWebKey", ["id": "$webKey"]),
            (.read, "ListWebKeys", [:]),
        ])
}
