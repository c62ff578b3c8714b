internal import Model
internal import Platform

/// Organizations and those who administrate them.
extension WalkRow {
    static let organizations = rows(
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

    static let administrators = rows(
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
    static let others: [WalkRow] =
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
}
