internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Policies of the older API: login factors, branding, domains")
struct PoliciesSpecialTests {
    private func factors(_ kind: String, _ base: String, _ fixture: SettingsFixture) async throws -> [JSONValue] {
        let response = try await fixture.api.rest(.post, "\(base)/policies/login/\(kind)/_search", [:])
        #expect(response.status == .ok, "\(response.text)")
        let result = try response.json["result"]?.arrayValue ?? []
        let total = try response.json["details"]?["totalResult"]?.stringValue
        #expect(total == (result.isEmpty ? nil : String(result.count)))
        return result
    }

    @Test(arguments: [("/admin/v1", "INSTANCE"), ("/management/v1", "Org")])
    func `factors are admitted once and refused once`(base: String, prefix: String) async throws {
        let fixture = try await SettingsFixture()
        if prefix == "Org" {
            let path = "\(base)/policies/login/second_factors"
            let early = try await fixture.api.rest(.post, path, ["type": "SECOND_FACTOR_TYPE_OTP_SMS"])
            early.expect(.notFound, "Org-M0sif")
            _ = try await fixture.own(
                .post, "login",
                [
                    "secondFactors": ["SECOND_FACTOR_TYPE_TOTP", 2, "SECOND_FACTOR_TYPE_U2F"],
                    "multiFactors": ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"],
                ])
        }
        for (kind, type, known, ids) in [
            (
                "second_factors", "SECOND_FACTOR_TYPE_OTP_SMS", ["SECOND_FACTOR_TYPE_OTP", "SECOND_FACTOR_TYPE_U2F"],
                ("2B0ps", "3M9od", "5m9fs", "55n8s")
            ),
            (
                "multi_factors", "MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION", [],
                ("3M9od", "3M9df", "5m9fs", prefix == "Org" ? "5m9fs" : "33m9F")
            ),
        ] as [(String, JSONValue, [JSONValue], (String, String, String, String))] {
            let path = "\(base)/policies/login/\(kind)"
            let name = type.stringValue ?? ""
            if kind == "multi_factors" { #expect(try await fixture.api.rest(.delete, "\(path)/\(name)").status == .ok) }
            #expect(try await factors(kind, base, fixture) == known)
            #expect(try await fixture.api.rest(.post, path, ["type": type]).status == .ok)
            try await fixture.api.rest(.post, path, ["type": type]).expect(.conflict, "\(prefix)-\(ids.0)")
            #expect(try await factors(kind, base, fixture) == known + [type])
            #expect(try await fixture.api.rest(.delete, "\(path)/\(name)").status == .ok)
            try await fixture.api.rest(.delete, "\(path)/\(name)").expect(.notFound, "\(prefix)-\(ids.1)")
            try await fixture.api.rest(.post, path, [:]).expect(.badRequest, "\(prefix)-\(ids.2)")
            try await fixture.api.rest(.delete, "\(path)/0").expect(.badRequest, "\(prefix)-\(ids.3)")
            #expect(try await factors(kind, base, fixture) == known)
        }
    }

    @Test func `of many who choose at once, one is the first; and no factor is admitted twice`() async throws {
        let fixture = try await SettingsFixture()
        func winners(_ path: String, _ message: JSONValue) async throws -> Int {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { try await fixture.own(.post, path, message).status == .ok } }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
        }
        #expect(try await winners("login", [:]) == 1)
        #expect(try await winners("login/second_factors", ["type": "SECOND_FACTOR_TYPE_OTP_SMS"]) == 1)
        let settings = try await fixture.settings("GetLoginSettings", of: "acme")
        #expect(settings?["secondFactors"] == ["SECOND_FACTOR_TYPE_OTP_SMS"])
        #expect(try await fixture.history("acme").count == 2)
    }

    @Test func `a request of the wrong form is refused before the policy is looked for`() async throws {
        let fixture = try await SettingsFixture()
        try await fixture.own(.put, "lockout", ["maxOtpAttempts": "x"]).expect(.badRequest, "maxOtpAttempts")
        try await fixture.admin(.put, "policies/login", ["forceMfa": 1]).expect(.badRequest, "forceMfa")
        let domain = try await fixture.admin(.put, "orgs/acme/policies/domain", ["validateOrgDomains": "x"])
        domain.expect(.badRequest, "validateOrgDomains")
    }

    @Test func `changing a login policy leaves its factors alone`() async throws {
        let fixture = try await SettingsFixture()
        _ = try await fixture.own(.post, "login", ["secondFactors": ["SECOND_FACTOR_TYPE_OTP_EMAIL"]])
        #expect(
            try await fixture.own(.put, "login", ["forceMfa": true, "secondFactors": ["SECOND_FACTOR_TYPE_U2F"]]).status
                == .ok)
        let settings = try await fixture.settings("GetLoginSettings", of: "acme")
        #expect(settings?["secondFactors"] == ["SECOND_FACTOR_TYPE_OTP_EMAIL"])
        #expect(settings?["multiFactors"] == nil)
        #expect(settings?["forceMfa"] == true)
        #expect(settings?["resourceOwnerType"] == "RESOURCE_OWNER_TYPE_ORG")
    }

    @Test(
        arguments: [
            (["secondFactors": [0]], "Org-SFeea"), (["multiFactors": [0]], "Org-WSfrg"),
            (["idps": [["idpId": "1"]]], "Org-FEd32"),
        ] as [(JSONValue, String)])
    func `a login policy with what is not there is refused`(message: JSONValue, id: String) async throws {
        let fixture = try await SettingsFixture()
        try await fixture.own(.post, "login", message).expect(.badRequest, id)
    }

    @Test(arguments: ["management/v1", "admin/v1"])
    func `branding is shown once it is activated`(base: String) async throws {
        let fixture = try await SettingsFixture()
        let isOwn = base == "management/v1"
        func color() async throws -> JSONValue? {
            try await fixture.settings("GetBrandingSettings", of: "acme")?["lightTheme"]?["primaryColor"]
        }
        if isOwn {
            try await fixture.own(.post, "label/_activate", [:]).expect(.notFound, "ORG-34mSE")
        }
        let path = "/\(base)/policies/label"
        let written = try await fixture.api.rest(
            isOwn ? .post : .put, path, ["primaryColor": "#123456", "fontColorDark": ""])
        #expect(written.status == .ok, "\(written.text)")
        #expect(try await color() == "#5469d4")
        #expect(
            try await fixture.api.rest(.get, "\(path)/_preview").json["policy"]?["primaryColor"] == "#123456")
        #expect(try await fixture.api.rest(.get, path).json["policy"]?["primaryColor"] == "#5469d4")
        #expect(try await fixture.api.rest(.post, "\(path)/_activate", [:]).status == .ok)
        #expect(try await color() == "#123456")
        #expect(try await fixture.api.rest(.get, path).json["policy"]?["primaryColor"] == "#123456")
        guard isOwn else { return }
        #expect(try await fixture.own(.get, "default/label").json["policy"]?["primaryColor"] == "#5469d4")
        #expect(try await fixture.own(.delete, "label").status == .ok)
        #expect(try await color() == "#5469d4")
    }

    @Test func `only who administers the instance chooses an organization's domain policy`() async throws {
        let fixture = try await SettingsFixture()
        let path = "orgs/acme/policies/domain"
        try await fixture.admin(.put, path, ["validateOrgDomains": true]).expect(.notFound, "ORG-2N9sd")
        try await fixture.admin(.delete, path).expect(.notFound, "ORG-Dvsh3")
        #expect(try await fixture.admin(.post, path, ["validateOrgDomains": true]).status == .ok)
        try await fixture.admin(.post, path, ["validateOrgDomains": true]).expect(.conflict, "ORG-1M8ds")
        try await fixture.admin(.put, path, ["validateOrgDomains": true]).expect(.badRequest, "POLICY-DAf3h")
        #expect(try await fixture.admin(.get, path).json["policy"]?["validateOrgDomains"] == true)
        #expect(try await fixture.own(.get, "domain").json["policy"]?["validateOrgDomains"] == true)
        #expect(
            try await fixture.settings("GetDomainSettings", of: "acme")?["requireOrgDomainVerification"] == true)
        for method in [HTTPMethod.get, .post, .put, .delete] {
            try await fixture.admin(method, path, [:], as: "acme-owner").expect(.forbidden, "AUTH-5mWD2")
        }
        #expect(try await fixture.admin(.delete, path).status == .ok)
        #expect(try await fixture.own(.get, "domain").json["isDefault"] == true)
        try await fixture.admin(.post, "orgs/9/policies/domain", [:]).expect(.notFound, "ORG-1MRds")
        let unchanged = try await fixture.admin(.put, "policies/domain", [:])
        unchanged.expect(.badRequest, "POLICY-DAf3h")
    }

    /// Adds a machine user; what came of it.
    private func add(_ name: String, to organization: String, _ fixture: SettingsFixture) async throws -> HTTPStatus {
        try await fixture.api.connect(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(organization), "username": .string(name), "machine": ["name": "M"],
            ]
        ).status
    }

    private func scopes(_ fixture: SettingsFixture) async throws -> [String: String] {
        let rows = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id, username_scope FROM users") { (row) throws(DomainError) in
                (try row.text("id"), try row.text("username_scope"))
            }
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test func `user names follow the domain settings of their organization`() async throws {
        let fixture = try await SettingsFixture()
        #expect(try await scopes(fixture)["acme-owner"] == "")
        let path = "orgs/acme/policies/domain"
        #expect(try await fixture.admin(.post, path, ["userLoginMustBeDomain": true]).status == .ok)
        #expect(try await scopes(fixture)["acme-owner"] == "acme")
        #expect(try await scopes(fixture)["other-owner"] == "")
        #expect(try await fixture.admin(.put, "policies/domain", ["userLoginMustBeDomain": true]).status == .ok)
        #expect(try await scopes(fixture)["other-owner"] == "other")
        // Acme has a policy of its own and does not follow.
        #expect(try await fixture.admin(.put, "policies/domain", [:]).status == .ok)
        #expect(try await scopes(fixture)["other-owner"] == "")
        #expect(try await scopes(fixture)["acme-owner"] == "acme")
        #expect(try await fixture.admin(.delete, path).status == .ok)
        #expect(try await scopes(fixture)["acme-owner"] == "")
    }

    @Test func `settings that would give two users one name are refused`() async throws {
        let fixture = try await SettingsFixture()
        let path = "orgs/acme/policies/domain"
        #expect(try await add("double", to: "acme", fixture) == .ok)
        #expect(try await fixture.admin(.post, path, ["userLoginMustBeDomain": true]).status == .ok)
        #expect(try await add("double", to: "other", fixture) == .ok)
        try await fixture.admin(.delete, path).expect(.conflict, "V3-DKcYh")
        #expect(try await fixture.own(.get, "domain").json["policy"]?["userLoginMustBeDomain"] == true)
    }
}
