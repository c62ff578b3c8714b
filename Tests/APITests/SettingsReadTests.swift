internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Settings service: reading")
struct SettingsReadTests {
    /// What the service does where nobody has chosen anything.
    @Test(
        arguments: [
            (
                "GetLoginSettings", "login",
                [
                    "allowUsernamePassword": true, "allowLocalAuthentication": true,
                    "passkeysType": "PASSKEYS_TYPE_ALLOWED", "allowRegister": true, "allowExternalIdp": true,
                    "allowDomainDiscovery": true, "passwordCheckLifetime": "864000s",
                    "externalLoginCheckLifetime": "864000s", "mfaInitSkipLifetime": "2592000s",
                    "secondFactorCheckLifetime": "64800s", "multiFactorCheckLifetime": "43200s",
                    "secondFactors": ["SECOND_FACTOR_TYPE_OTP", "SECOND_FACTOR_TYPE_U2F"],
                    "multiFactors": ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
                    "resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE",
                ]
            ),
            (
                "GetPasswordComplexitySettings", "password/complexity",
                [
                    "minLength": "8", "requiresUppercase": true, "requiresLowercase": true, "requiresNumber": true,
                    "requiresSymbol": true, "resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE",
                ]
            ),
            (
                "GetPasswordExpirySettings", "password/expiry",
                ["resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE"]
            ),
            (
                "GetLockoutSettings", "lockout", ["resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE"]
            ),
            ("GetDomainSettings", "domain", ["resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE"]),
            (
                "GetLegalAndSupportSettings", "legal_support",
                ["docsLink": "https://zitadel.com/docs", "resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE"]
            ),
            (
                "GetBrandingSettings", "branding",
                [
                    "lightTheme": [
                        "primaryColor": "#5469d4", "backgroundColor": "#fafafa", "warnColor": "#cd3d56",
                        "fontColor": "#000000",
                    ],
                    "darkTheme": [
                        "primaryColor": "#2073c4", "backgroundColor": "#111827", "warnColor": "#ff3b5b",
                        "fontColor": "#ffffff",
                    ],
                    "themeMode": "THEME_MODE_AUTO", "resourceOwnerType": "RESOURCE_OWNER_TYPE_INSTANCE",
                ]
            ),
        ] as [(String, String, JSONValue)])
    func `the built-in settings hold for everybody, on both wires`(
        method: String, path: String, settings: JSONValue
    ) async throws {
        let fixture = try await SettingsFixture()
        let details: JSONValue = [
            "sequence": "1", "changeDate": "2023-11-14T22:13:20Z", "resourceOwner": "instance",
            "creationDate": "2023-11-14T22:13:20Z",
        ]
        let expected: JSONValue = ["details": details, "settings": settings]
        for message in [[:], ["ctx": ["instance": true]], ["ctx": ["orgId": "acme"]], ["ctx": [:]]] as [JSONValue] {
            #expect(try await fixture.get(method, message, as: "acme-owner").json == expected)
        }
        for query in ["", "?ctx.orgId=acme", "?ctx.instance=true", "?ctx.org_id=acme"] {
            let response = try await fixture.api.rest(.get, "/v2/settings/\(path)\(query)", as: "acme-owner")
            #expect(try response.json == expected)
        }
    }

    @Test(
        arguments: [
            "GetLoginSettings", "GetPasswordComplexitySettings", "GetPasswordExpirySettings", "GetLockoutSettings",
            "GetDomainSettings", "GetLegalAndSupportSettings", "GetBrandingSettings", "GetActiveIdentityProviders",
        ])
    func `nobody reads the settings of an organization that is not theirs`(method: String) async throws {
        let fixture = try await SettingsFixture()
        let foreign = try await fixture.get(method, ["ctx": ["orgId": "acme"]], as: "other-owner")
        foreign.expect(.notFound, "AUTHZ-cdgFk")
        try await fixture.get(method, as: "nobody").expect(.notFound, "AUTHZ-cdgFk")
        let both = try await fixture.get(method, ["ctx": ["orgId": "acme", "instance": true]])
        #expect(both.status == .badRequest)
    }

    @Test func `general settings name the default organization and the languages`() async throws {
        let fixture = try await SettingsFixture()
        let expected: JSONValue = [
            "defaultOrgId": "acme", "defaultOrganizationId": "acme", "defaultLanguage": "en",
            "supportedLanguages": ["de", "en"], "allowedLanguages": ["de", "en"],
        ]
        #expect(try await fixture.get("GetGeneralSettings", as: "other-owner").json == expected)
        #expect(try await fixture.api.rest(.get, "/v2/settings", as: "other-owner").json == expected)
    }

    @Test func `security settings are the instance's alone`() async throws {
        let fixture = try await SettingsFixture()
        let set = try await fixture.get(
            "SetSecuritySettings",
            [
                "embeddedIframe": ["enabled": true, "allowedOrigins": ["https://a.example", "https://*.b.example"]],
                "enableImpersonation": true,
            ])
        #expect(try set.json["details"]?["resourceOwner"] == "instance")
        let expected: JSONValue = [
            "embeddedIframe": ["enabled": true, "allowedOrigins": ["https://a.example", "https://*.b.example"]],
            "enableImpersonation": true,
        ]
        #expect(try await fixture.get("GetSecuritySettings").json["settings"] == expected)
        let again = try await fixture.api.rest(
            .put, "/v2/policies/security",
            [
                "embeddedIframe": ["enabled": true, "allowedOrigins": ["https://a.example", "https://*.b.example"]],
                "enableImpersonation": true,
            ])
        again.expect(.badRequest, "POLICY-EWsf3")
        try await fixture.get("GetSecuritySettings", as: "acme-owner").expect(.forbidden, "AUTH-5mWD2")
        try await fixture.get("SetSecuritySettings", as: "acme-owner").expect(.forbidden, "AUTH-5mWD2")
        #expect(try await fixture.history("instance") == ["instance.policy.security.changed"])
    }

    @Test(
        arguments: [
            "*", "a.example", "https://a.example/path", "https://a.example; script-src *", "javascript:alert(1)",
            "https://user@a.example", "https://a.*.example", "https://a.example 'unsafe-inline'", "data:text/html,x",
        ])
    func `what is no origin cannot be allowed to frame the pages`(origin: String) async throws {
        let fixture = try await SettingsFixture()
        let response = try await fixture.get(
            "SetSecuritySettings", ["embeddedIframe": ["allowedOrigins": [.string(origin)]]])
        #expect(response.status == .badRequest, "\(response.text)")
    }
}
