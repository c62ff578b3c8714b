/// The administrators' roles. A role holds for the resource that it was given on.
package enum Role: String, Sendable, CaseIterable {
    case iamOwner = "IAM_OWNER"
    case iamOwnerViewer = "IAM_OWNER_VIEWER"
    case iamOrgManager = "IAM_ORG_MANAGER"
    case iamUserManager = "IAM_USER_MANAGER"
    case iamLoginClient = "IAM_LOGIN_CLIENT"
    case iamAdminImpersonator = "IAM_ADMIN_IMPERSONATOR"
    case iamEndUserImpersonator = "IAM_END_USER_IMPERSONATOR"
    case orgOwner = "ORG_OWNER"
    case orgUserManager = "ORG_USER_MANAGER"
    case orgOwnerViewer = "ORG_OWNER_VIEWER"
    case orgSettingsManager = "ORG_SETTINGS_MANAGER"
    case orgUserPermissionEditor = "ORG_USER_PERMISSION_EDITOR"
    case orgProjectPermissionEditor = "ORG_PROJECT_PERMISSION_EDITOR"
    case orgProjectCreator = "ORG_PROJECT_CREATOR"
    case orgUserSelfManager = "ORG_USER_SELF_MANAGER"
    case orgAdminImpersonator = "ORG_ADMIN_IMPERSONATOR"
    case orgEndUserImpersonator = "ORG_END_USER_IMPERSONATOR"
    case projectOwner = "PROJECT_OWNER"
    case projectOwnerViewer = "PROJECT_OWNER_VIEWER"
    case projectOwnerGlobal = "PROJECT_OWNER_GLOBAL"
    case projectOwnerViewerGlobal = "PROJECT_OWNER_VIEWER_GLOBAL"
    case projectGrantOwner = "PROJECT_GRANT_OWNER"
    case projectGrantOwnerViewer = "PROJECT_GRANT_OWNER_VIEWER"

    package var permissions: Set<Permission> { Self.table[self] ?? [] }

    /// Computed once: a permission check is a look-up.
    private static let table: [Role: Set<Permission>] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, Set($0.rows.flatMap(\.permissions))) })

    private var rows: [PermissionRow] {
        switch self {
        case .iamOwner:
            [
                .rw("iam"), .rwd("iam.policy"), .rwd("iam.member"), .rwd("iam.idp"), .rwd("iam.web_key"),
                .rwd("org"), .only("org.create", "org.global.read"), .rwd("org.member"), .rwd("org.idp"),
            ] + Self.users + Self.projects + [.rwd("policy"), .rwd("session")]
        case .iamOwnerViewer:
            [
                .only(
                    "iam.read", "iam.policy.read", "iam.member.read", "iam.idp.read", "iam.web_key.read",
                    "org.read", "org.member.read", "org.idp.read", "user.membership.read", "session.read")
            ] + Self.viewing
        case .iamOrgManager:
            [.rwd("org"), .only("org.create", "org.global.read"), .rwd("org.member"), .rwd("org.idp")]
                + Self.users + Self.projects + [.rwd("policy"), .only("session.read", "session.delete")]
        case .iamUserManager:
            [
                .only("org.read", "org.global.read", "org.member.read", "org.member.delete"), .rwd("user"),
                .only("user.global.read", "user.membership.read", "user.passkey.write"), .rwd("user.grant"),
                .only(
                    "project.read", "project.member.read", "project.role.read", "project.app.read",
                    "project.grant.member.read", "session.read", "session.delete"),
                .rwd("project.grant"),
            ]
        case .iamLoginClient:
            [
                .only(
                    "iam.read", "iam.policy.read", "iam.idp.read", "org.read", "org.idp.read", "policy.read",
                    "user.membership.read", "user.credential.write", "user.passkey.write", "project.read",
                    "project.role.read", "project.app.read", "project.grant.read", "session.link"),
                .rw("iam.member"), .rw("org.member"), .rw("user"), .rw("user.grant"), .rw("project.member"),
                .rw("project.grant.member"), .rwd("session"),
            ]
        case .iamAdminImpersonator, .orgAdminImpersonator: [.only("admin.impersonation", "impersonation")]
        case .iamEndUserImpersonator, .orgEndUserImpersonator: [.only("impersonation")]
        case .orgOwner:
            [.rwd("org"), .only("org.global.read"), .rwd("org.member"), .rwd("org.idp")] + Self.users
                + [
                    .rwd("project"), .only("project.create"), .rwd("project.member"), .rwd("project.role"),
                    .rw("project.app"), .rwd("project.grant"), .rwd("project.grant.member"), .rwd("policy"),
                    .only("session.read", "session.delete"),
                ]
        case .orgUserManager:
            [
                .rwd("user"), .rwd("user.grant"),
                .only(
                    "org.read", "user.global.read", "user.membership.read", "policy.read", "project.read",
                    "project.role.read", "session.read", "session.delete"),
            ]
        case .orgOwnerViewer:
            [
                .only(
                    "org.read", "org.member.read", "org.idp.read", "user.membership.read",
                    "project.grant.user.grant.read")
            ] + Self.viewing
        case .orgSettingsManager: [.rw("org"), .only("org.member.read"), .rwd("org.idp"), .rwd("policy")]
        case .orgUserPermissionEditor: Self.permissionEditing
        case .orgProjectPermissionEditor:
            Self.permissionEditing + [.only("project.grant.write", "project.grant.delete")]
        case .orgProjectCreator: [.only("user.global.read", "policy.read", "project.read:self", "project.create")]
        case .orgUserSelfManager: [.only("policy.read", "user.self.delete")]
        case .projectOwner:
            [
                .only("org.global.read", "policy.read", "user.read", "user.global.read", "user.membership.read"),
                .rwd("user.grant"),
            ] + Self.projectParts
        case .projectOwnerViewer:
            [.only("user.membership.read")] + Self.viewing
        case .projectOwnerGlobal:
            [
                .only("org.global.read", "policy.read", "user.global.read", "user.membership.read"),
                .rwd("project"), .rwd("project.member"), .rwd("project.role"), .rwd("project.app"),
                .rwd("user.grant"),
            ]
        case .projectOwnerViewerGlobal:
            [
                .only(
                    "policy.read", "project.read", "project.member.read", "project.role.read",
                    "project.app.read", "project.grant.read", "project.grant.member.read", "user.global.read",
                    "user.grant.read", "user.membership.read")
            ]
        case .projectGrantOwner:
            [
                .only(
                    "policy.read", "org.global.read", "project.read", "project.grant.read", "user.read",
                    "user.global.read", "user.membership.read"),
                .rwd("project.grant.member"), .rwd("user.grant"),
            ]
        case .projectGrantOwnerViewer:
            [
                .only(
                    "policy.read", "project.read", "project.grant.read", "project.grant.member.read", "user.read",
                    "user.global.read", "user.grant.read", "user.membership.read")
            ]
        }
    }

    private static let users: [PermissionRow] = [
        .rwd("user"), .rwd("user.grant"),
        .only("user.global.read", "user.membership.read", "user.credential.write", "user.passkey.write"),
    ]
    private static let projectParts: [PermissionRow] = [
        .rwd("project"), .rwd("project.member"), .rwd("project.role"), .rwd("project.app"), .rwd("project.grant"),
        .rwd("project.grant.member"),
    ]
    private static let projects: [PermissionRow] = projectParts + [.only("project.create")]
    private static let viewing: [PermissionRow] = [
        .only(
            "user.read", "user.global.read", "user.grant.read", "policy.read", "project.read",
            "project.member.read", "project.role.read", "project.app.read", "project.grant.read",
            "project.grant.member.read")
    ]
    private static let permissionEditing: [PermissionRow] = [
        .only(
            "org.read", "org.member.read", "user.read", "user.global.read", "policy.read", "project.read",
            "project.member.read", "project.role.read", "project.app.read", "project.grant.read",
            "project.grant.member.read"),
        .rwd("user.grant"),
    ]
}

/// One entry of a role's row: names as they stand, or a resource with the actions on it.
private struct PermissionRow: Sendable {
    let permissions: [Permission]

    static func only(_ names: String...) -> PermissionRow {
        PermissionRow(permissions: names.compactMap(Permission.init(rawValue:)))
    }

    static func rw(_ resource: String) -> PermissionRow {
        PermissionRow(permissions: ["read", "write"].compactMap { Permission(rawValue: "\(resource).\($0)") })
    }

    static func rwd(_ resource: String) -> PermissionRow {
        PermissionRow(
            permissions: ["read", "write", "delete"].compactMap { Permission(rawValue: "\(resource).\($0)") })
    }
}
