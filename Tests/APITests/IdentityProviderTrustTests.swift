internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// Whoever decides which account elsewhere is which user here could sign in as anybody: it takes more than the permission
/// to change providers.
@Suite("Identity providers: who vouches for whom")
struct IdentityProviderTrustTests {
    private typealias Fixture = IdentityProvidersFixture

    let fixture: IdentityProvidersFixture

    init() async throws {
        fixture = try await IdentityProvidersFixture()
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: "acme-settings", organizationID: "acme", username: "settings",
                    kind: .machine(Machine(name: "Settings")), tokensValidFrom: now, createdAt: now, changedAt: now))
            try tx.insert(
                Administrator(
                    userID: "acme-settings", resource: .organization("acme"), roles: [.orgSettingsManager],
                    createdAt: now, changedAt: now))
        }
    }

    private static let withoutLinking: JSONValue = ["autoLinking": "AUTO_LINKING_OPTION_UNSPECIFIED"]

    @Test(arguments: ["AUTO_LINKING_OPTION_EMAIL", "AUTO_LINKING_OPTION_USERNAME"])
    func `who may change settings only lets no provider find users`(option: String) async throws {
        let options: JSONValue = ["autoLinking": .string(option)]
        let finding = Fixture.openID(["providerOptions": options])
        let refused = try await fixture.send(.post, "idps/generic_oidc", finding, as: "acme-settings")
        refused.expect(.forbidden, "AUTH-AWfge")
        let plain = Fixture.openID(["providerOptions": Self.withoutLinking])
        let id = try await fixture.add("generic_oidc", plain, as: "acme-settings")
        try await fixture.send(.put, "idps/generic_oidc/\(id)", finding, as: "acme-settings")
            .expect(.forbidden, "AUTH-AWfge")
        #expect(try await fixture.send(.put, "idps/generic_oidc/\(id)", finding).status == .ok)
        // What an owner has decided stays while the rest is changed.
        let renamed = Fixture.openID(["providerOptions": options, "name": "Corporation"])
        #expect(try await fixture.send(.put, "idps/generic_oidc/\(id)", renamed, as: "acme-settings").status == .ok)
    }

    @Test(arguments: [
        ("generic_oidc", "issuer", "https://evil.example"), ("generic_oidc", "clientId", "other"),
        ("oauth", "authorizationEndpoint", "https://evil.example/a"),
        ("oauth", "tokenEndpoint", "https://evil.example/t"), ("oauth", "userEndpoint", "https://evil.example/u"),
        ("oauth", "idAttribute", "login"), ("oauth", "clientId", "other"),
    ])
    func `who may change settings only makes nobody else vouch for linked users`(
        kind: String, member: String, value: String
    ) async throws {
        func message(_ changes: JSONObject) -> JSONValue {
            var changes = changes
            changes["providerOptions"] = Self.withoutLinking
            return kind == "oauth" ? Fixture.oauth(changes) : Fixture.openID(changes)
        }
        let id = try await fixture.add(kind, message([:]), as: "acme-settings")
        let path = "idps/\(kind)/\(id)"
        let change = message([member: .string(value)])
        #expect(try await fixture.send(.put, path, change, as: "acme-settings").status == .ok)
        #expect(try await fixture.send(.put, path, message([:]), as: "acme-settings").status == .ok)
        #expect(try await fixture.link("minnie", id).status == .ok)
        try await fixture.send(.put, path, change, as: "acme-settings").expect(.forbidden, "AUTH-AWfge")
        #expect(try await fixture.send(.put, path, change).status == .ok)
    }

    @Test(arguments: [
        ("generic_oidc", "issuer", "https://evil.example"), ("generic_oidc", "clientId", "other"),
        ("oauth", "tokenEndpoint", "https://evil.example/t"),
    ])
    func `a secret that is kept goes to no other address`(kind: String, member: String, value: String) async throws {
        let id = try await fixture.add(kind)
        func message(_ changes: JSONObject) -> JSONValue {
            kind == "oauth" ? Fixture.oauth(changes) : Fixture.openID(changes)
        }
        let path = "idps/\(kind)/\(id)"
        let refused = try await fixture.send(.put, path, message([member: .string(value), "clientSecret": .null]))
        #expect(refused.status == .badRequest && refused.text.contains("has to be given anew"), "\(refused.text)")
        #expect(try await fixture.send(.put, path, message([member: .string(value)])).status == .ok)
    }
}
