internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// One policy of the older API, for tables.
struct PolicyCase: Sendable, CustomTestStringConvertible {
    let path: String
    let change: JSONValue
    /// The ids of the errors: has one, has none, has none to reset, nothing changes for an organization and the instance.
    let exists, missing, reset, unchanged, instanceUnchanged: String

    var testDescription: String { path }

    static let all = [
        PolicyCase(
            path: "login", change: ["allowUsernamePassword": true, "passwordCheckLifetime": "60s"],
            exists: "Org-Dgfb2", missing: "Org-M0sif", reset: "Org-GHB37", unchanged: "Org-5M9vdd",
            instanceUnchanged: "INSTANCE-5M9vdd"),
        PolicyCase(
            path: "password/complexity", change: ["minLength": "12", "hasNumber": true], exists: "Org-LdhbS",
            missing: "ORG-Dgs3g", reset: "ORG-ADgs2", unchanged: "Org-DAs21", instanceUnchanged: "INSTANCE-9jlsf"),
        PolicyCase(
            path: "password/age", change: ["maxAgeDays": "90", "expireWarnDays": "10"], exists: "ORG-Lk0dS",
            missing: "ORG-0oPew", reset: "ORG-Dgs1g", unchanged: "Org-dsgjR", instanceUnchanged: "INSTANCE-180sf"),
        PolicyCase(
            path: "lockout", change: ["maxPasswordAttempts": "5", "maxOtpAttempts": "3"], exists: "ORG-0olDf",
            missing: "ORG-ADfs1", reset: "ORG-D4zuz", unchanged: "ORG-0JFSr", instanceUnchanged: "INSTANCE-0psjF"),
        PolicyCase(
            path: "privacy",
            change: ["tosLink": "https://acme.example/{{.Lang}}/tos", "supportEmail": "help@acme.example"],
            exists: "Org-0oLpd", missing: "ORG-Ng8sf", reset: "ORG-Ze9gs", unchanged: "Org-4N9fs",
            instanceUnchanged: "INSTANCE-4M9vs"),
        PolicyCase(
            path: "notification", change: [:], exists: "Org-xa08n2", missing: "ORG-x029n3", reset: "ORG-x029n1s",
            unchanged: "Org-ioqnxz", instanceUnchanged: "INSTANCE-29x02n"),
        PolicyCase(
            path: "label", change: ["primaryColor": "#123456", "themeMode": "THEME_MODE_DARK"], exists: "Org-2B0ps",
            missing: "Org-0K9dq", reset: "Org-3M9df", unchanged: "Org-4M9vs", instanceUnchanged: "INSTANCE-28fHe"),
    ]
}

@Suite("Policies of the older API")
struct PoliciesTests {
    /// Where a policy is read after it was written; branding is not shown at once.
    private func place(_ policy: PolicyCase) -> String {
        policy.path == "label" ? "label/_preview" : policy.path
    }

    private func shows(_ response: TestResponse, _ change: JSONValue) throws -> Bool {
        let policy = try response.json["policy"]
        return change.objectValue?.members.allSatisfy { policy?[$0.name] == $0.value } ?? false
    }

    @Test(arguments: PolicyCase.all)
    func `an organization chooses, changes and gives up a policy of its own`(policy: PolicyCase) async throws {
        let fixture = try await SettingsFixture()
        let place = place(policy)
        try await fixture.own(.put, policy.path, policy.change).expect(.notFound, policy.missing)
        try await fixture.own(.delete, policy.path).expect(.notFound, policy.reset)

        let added = try await fixture.own(.post, policy.path, policy.change)
        #expect(added.status == .ok, "\(added.text)")
        #expect(try added.json["details"]?["resourceOwner"] == "acme")
        #expect(try added.json["details"]?["sequence"] == "1")
        try await fixture.own(.post, policy.path, policy.change).expect(.conflict, policy.exists)
        try await fixture.own(.put, policy.path, policy.change).expect(.badRequest, policy.unchanged)
        let own = try await fixture.own(.get, place)
        #expect(try shows(own, policy.change), "\(own.text)")
        #expect(try own.json["isDefault"] == nil)
        let foreign = try await fixture.own(.get, place, as: "other-owner")
        #expect(try foreign.json["isDefault"] == true)
        #expect(try foreign.json["policy"]?["isDefault"] == true)

        fixture.api.clock.advance(by: .seconds(5))
        let changed = try await fixture.own(.put, policy.path, changeOf(policy))
        #expect(changed.status == .ok, "\(changed.text)")
        let details = try await fixture.own(.get, place).json["policy"]?["details"]
        #expect(details?["sequence"] == "2")
        #expect(details?["creationDate"] != details?["changeDate"])

        #expect(try await fixture.own(.delete, policy.path).status == .ok)
        #expect(try await fixture.own(.get, place).json["isDefault"] == true)
        let types = try await fixture.history("acme").map { $0.split(separator: ".").last ?? "" }
        #expect(types == ["added", "changed", "removed"])
    }

    /// Another valid choice than ``PolicyCase/change``.
    private func changeOf(_ policy: PolicyCase) -> JSONValue {
        switch policy.path {
        case "password/complexity": ["minLength": 20]
        case "notification": ["passwordChange": true]
        case "label": ["primaryColor": "#abc"]
        case "login": ["allowRegister": true]
        default: [:]
        }
    }

    @Test(arguments: PolicyCase.all)
    func `what the instance chooses holds for organizations without a policy`(policy: PolicyCase) async throws {
        let fixture = try await SettingsFixture()
        let place = place(policy)
        let changed = try await fixture.admin(.put, "policies/\(policy.path)", policy.change)
        #expect(changed.status == .ok, "\(changed.text)")
        #expect(try changed.json["details"]?["resourceOwner"] == "instance")
        let again = try await fixture.admin(.put, "policies/\(policy.path)", policy.change)
        again.expect(.badRequest, policy.instanceUnchanged)
        for response in [
            try await fixture.admin(.get, "policies/\(place)"), try await fixture.own(.get, place),
            try await fixture.own(.get, place, as: "other-owner"),
        ] {
            #expect(try shows(response, policy.change), "\(response.text)")
            #expect(try response.json["isDefault"] == true)
        }
        guard policy.path != "label" else { return }
        #expect(try shows(await fixture.own(.get, "default/\(policy.path)"), policy.change))
    }

    @Test(arguments: PolicyCase.all)
    func `who may not is refused`(policy: PolicyCase) async throws {
        let fixture = try await SettingsFixture()
        for method in [HTTPMethod.post, .put, .delete, .get] {
            try await fixture.own(method, policy.path, policy.change, as: "nobody").expect(.notFound, "AUTHZ-cdgFk")
            let foreign = try await fixture.api.rest(
                method, "/management/v1/policies/\(policy.path)", policy.change, as: "other-owner",
                organization: "acme")
            foreign.expect(.notFound, "AUTHZ-cdgFk")
        }
        for method in [HTTPMethod.put, .get] {
            let response = try await fixture.admin(method, "policies/\(policy.path)", policy.change, as: "acme-owner")
            response.expect(.forbidden, "AUTH-5mWD2")
        }
    }

    @Test func `an organization that is not there gets no policy`() async throws {
        let fixture = try await SettingsFixture()
        let response = try await fixture.api.rest(
            .post, "/management/v1/policies/lockout", ["maxOtpAttempts": 1], organization: "9")
        response.expect(.notFound, "ORG-1MRds")
    }

    @Test(
        arguments: [
            ("password/complexity", ["minLength": 0], "MODEL-Lsp0e"),
            ("password/complexity", ["minLength": 73], "MODEL-Lsp0e"),
            ("password/age", ["maxAgeDays": 1_000_001], "a number of days"),
            ("password/age", ["expireWarnDays": "9223372036854775807"], "a number of days"),
            ("login", ["passwordCheckLifetime": "-1s"], "a lifetime must not be negative"),
            ("privacy", ["supportEmail": "nobody"], "must be an address"),
            ("label", ["primaryColor": "red"], "POLICY-391dG"),
            ("label", ["backgroundColor": "#12345"], "POLICY-502F1"),
            ("label", ["warnColor": "#ggg"], "POLICY-nvw33"),
            ("label", ["fontColor": "#fff;}"], "POLICY-93mSf"),
            ("label", ["backgroundColorDark": "x"], "POLICY-llsp2"),
            ("label", ["warnColorDark": "x"], "POLICY-2b6sf"),
            ("label", ["fontColorDark": "x"], "POLICY-3M0fs"),
        ] as [(String, JSONValue, String)])
    func `values that cannot be are refused`(path: String, message: JSONValue, text: String) async throws {
        let fixture = try await SettingsFixture()
        try await fixture.own(.post, path, message).expect(.badRequest, text)
        try await fixture.admin(.put, "policies/\(path)", message).expect(.badRequest, text)
    }

    @Test(
        arguments: [
            ("login", "defaultRedirectUri"), ("privacy", "tosLink"), ("privacy", "privacyLink"),
            ("privacy", "helpLink"), ("privacy", "docsLink"), ("privacy", "customLink"),
        ],
        [
            "javascript:alert(1)", "data:text/html,<script>", "//evil.example", "https://a@evil.example",
            "ftp://a.example",
        ])
    func `CVE-2026-29192: links and redirects with a script in them are refused`(
        field: (path: String, name: String), link: String
    ) async throws {
        let fixture = try await SettingsFixture()
        let message = JSONValue.object([field.name: .string(link)])
        #expect(try await fixture.own(.post, field.path, message).status == .badRequest)
        #expect(try await fixture.admin(.put, "policies/\(field.path)", message).status == .badRequest)
    }
}
