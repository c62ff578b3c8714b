internal import Platform

extension WalkRow {
    static let settings: [WalkRow] =
        [
            (.read, "GetGeneralSettings", [:]), (.read, "GetLoginSettings", [:]),
            (.read, "GetActiveIdentityProviders", [:]), (.read, "GetPasswordComplexitySettings", [:]),
            (.read, "GetPasswordExpirySettings", [:]), (.read, "GetBrandingSettings", [:]),
            (.read, "GetDomainSettings", [:]), (.read, "GetLegalAndSupportSettings", [:]),
            (.read, "GetLockoutSettings", [:]), (.read, "GetSecuritySettings", [:]),
            (.write, "SetSecuritySettings", ["enableImpersonation": true]),
            (.read, "GetHostedLoginTranslation", ["locale": "en", "organizationId": "org-of-a"]),
            (
                .write, "SetHostedLoginTranslation",
                ["locale": "en", "organizationId": "org-of-a", "translations": ["title": "Hi"]]
            ),
        ].map { (kind: Kind, name: String, message: JSONValue) in
            WalkRow(kind, "zitadel.settings.v2.SettingsService/\(name)", message)
        } + managementPolicies + managementLabel + loginFactors("/management/v1") + adminPolicies
        + loginFactors("/admin/v1") + domainPolicies

    /// The policies that have the same calls, with a change of each.
    private static let policies: [(path: String, change: JSONValue)] = [
        ("login", ["allowUsernamePassword": true, "forceMfa": true]),
        ("password/complexity", ["minLength": 12]), ("password/age", ["maxAgeDays": 90]),
        ("lockout", ["maxPasswordAttempts": 7]), ("privacy", ["helpLink": "https://help.example"]),
        ("notification", ["passwordChange": false]),
    ]

    private static let managementPolicies: [WalkRow] = policies.flatMap { policy in
        [
            WalkRow(.read, "GET /management/v1/policies/\(policy.path)", [:]),
            WalkRow(.read, "GET /management/v1/policies/default/\(policy.path)", [:]),
            WalkRow(.write, "POST /management/v1/policies/\(policy.path)", policy.change),
            WalkRow(
                .write, "PUT /management/v1/policies/\(policy.path)", policy.change,
                after: ("POST /management/v1/policies/\(policy.path)", ["minLength": 20, "passwordChange": true])),
            WalkRow(
                .write, "DELETE /management/v1/policies/\(policy.path)", [:],
                after: ("POST /management/v1/policies/\(policy.path)", policy.change)),
        ]
    }

    private static let managementLabel: [WalkRow] = [
        WalkRow(.read, "GET /management/v1/policies/label", [:]),
        WalkRow(.read, "GET /management/v1/policies/label/_preview", [:]),
        WalkRow(.read, "GET /management/v1/policies/default/label", [:]),
        WalkRow(.write, "POST /management/v1/policies/label", [:]),
        WalkRow(
            .write, "PUT /management/v1/policies/label", ["primaryColor": "#123456"],
            after: ("POST /management/v1/policies/label", [:])),
        WalkRow(
            .write, "POST /management/v1/policies/label/_activate", [:],
            after: ("POST /management/v1/policies/label", [:])),
        WalkRow(
            .write, "DELETE /management/v1/policies/label", [:], after: ("POST /management/v1/policies/label", [:])),
    ]

    private static let factors: JSONValue = [
        "secondFactors": ["SECOND_FACTOR_TYPE_U2F"], "multiFactors": ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
    ]

    private static func loginFactors(_ base: String) -> [WalkRow] {
        let path = "\(base)/policies/login"
        let isOwn = base == "/management/v1"
        let own: WalkRow.Preparation? = isOwn ? ("POST \(path)", factors) : nil
        let bare: WalkRow.Preparation =
            isOwn
            ? ("POST \(path)", [:])
            : ("DELETE \(path)/multi_factors/{type}", ["type": "MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"])
        return [
            WalkRow(.list, "POST \(path)/second_factors/_search", [:]),
            WalkRow(.write, "POST \(path)/second_factors", ["type": "SECOND_FACTOR_TYPE_OTP_SMS"], after: own),
            WalkRow(
                .write, "DELETE \(path)/second_factors/{type}", ["type": "SECOND_FACTOR_TYPE_U2F"], after: own),
            WalkRow(.list, "POST \(path)/multi_factors/_search", [:]),
            WalkRow(
                .write, "POST \(path)/multi_factors", ["type": "MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
                after: bare),
            WalkRow(
                .write, "DELETE \(path)/multi_factors/{type}", ["type": "MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
                after: own),
        ]
    }

    private static let adminPolicies: [WalkRow] = policies.flatMap { policy in
        [
            WalkRow(.read, "GET /admin/v1/policies/\(policy.path)", [:]),
            WalkRow(.write, "PUT /admin/v1/policies/\(policy.path)", policy.change),
        ]
    }

    private static let domainPolicies: [WalkRow] = [
        WalkRow(.read, "GET /admin/v1/policies/label", [:]),
        WalkRow(.read, "GET /admin/v1/policies/label/_preview", [:]),
        WalkRow(.write, "PUT /admin/v1/policies/label", ["primaryColor": "#123456"]),
        WalkRow(.write, "POST /admin/v1/policies/label/_activate", [:]),
        WalkRow(.read, "GET /admin/v1/policies/domain", [:]),
        WalkRow(.write, "PUT /admin/v1/policies/domain", ["validateOrgDomains": true]),
        WalkRow(.read, "GET /management/v1/policies/domain", [:]),
        WalkRow(.read, "GET /admin/v1/orgs/{org_id}/policies/domain", ["orgId": "org-of-a"]),
        WalkRow(.write, "POST /admin/v1/orgs/{org_id}/policies/domain", ["orgId": "org-of-a"]),
        WalkRow(
            .write, "PUT /admin/v1/orgs/{org_id}/policies/domain",
            ["orgId": "org-of-a", "userLoginMustBeDomain": true],
            after: ("POST /admin/v1/orgs/{org_id}/policies/domain", ["orgId": "org-of-a"])),
        WalkRow(
            .write, "DELETE /admin/v1/orgs/{org_id}/policies/domain", ["orgId": "org-of-a"],
            after: ("POST /admin/v1/orgs/{org_id}/policies/domain", ["orgId": "org-of-a"])),
    ]
}
