internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The modules of the plans "Basic OP" and "Form Post OP" about scopes and claims.
@Suite("OpenID conformance: Basic OP and Form Post OP, scopes and claims")
struct BasicOPScopeTests {
    /// OpenID Connect Core §5.4, as far as the person has them.
    private static let profile: Set = [
        "name", "given_name", "family_name", "nickname", "preferred_username", "locale", "updated_at",
    ]
    private static let email: Set = ["email", "email_verified"]
    private static let phone: Set = ["phone_number", "phone_number_verified"]

    let world: ConformanceWorld

    init() async throws {
        world = try await ConformanceWorld()
    }

    /// What userinfo tells of these scopes, each of which the metadata has to name. Nothing of it is in the ID token,
    /// where an access token leads to userinfo.
    private func claims(_ scopes: String, _ plan: BasicPlan) async throws -> JSONValue {
        let metadata = try await world.server.get("/.well-known/openid-configuration").json
        let supported = metadata["scopes_supported"]?.arrayValue ?? []
        for scope in scopes.split(separator: " ") { #expect(supported.contains(.string(String(scope)))) }
        let identity = try await world.signIn(plan, [("scope", scopes)])
        for name in Self.profile.union(Self.email).union(Self.phone) { #expect(identity.claims[name] == nil) }
        #expect(
            identity.tokens["scope"]?.stringValue?.split(separator: " ").sorted()
                == scopes.split(separator: " ").sorted())
        let claims = try await world.userInfo(identity)
        try validate(claims)
        return claims
    }

    /// The types of OpenID Connect Core §5.1.
    private func validate(_ claims: JSONValue) throws {
        for member in try #require(claims.objectValue).members {
            switch member.name {
            case "email_verified", "phone_number_verified": #expect(member.value.boolValue != nil)
            case "updated_at":
                let seconds = try #require(member.value.integerValue)
                #expect((1...world.server.clock.now.seconds).contains(seconds))
            default: #expect(member.value.stringValue?.isEmpty == false, "\(member.name)")
            }
        }
    }

    private func names(_ claims: JSONValue) -> Set<String> {
        Set((claims.objectValue?.members ?? []).map(\.name)).subtracting(["sub"])
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-scope-profile`(_ plan: BasicPlan) async throws {
        let claims = try await claims("openid profile", plan)
        #expect(names(claims) == Self.profile)
        #expect(claims["name"] == "Road Runner" && claims["given_name"] == "Road")
        #expect(claims["family_name"] == "Runner" && claims["nickname"] == "rr" && claims["locale"] == "en")
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-scope-email`(_ plan: BasicPlan) async throws {
        let claims = try await claims("openid email", plan)
        #expect(names(claims) == Self.email)
        #expect(claims["email"] == "road@acme.example" && claims["email_verified"] == true)
    }

    /// The scope is known. People have no postal address here, so nothing is told of one.
    @Test(arguments: BasicPlan.allCases)
    func `oidcc-scope-address`(_ plan: BasicPlan) async throws {
        #expect(try await names(claims("openid address", plan)).isEmpty)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-scope-phone`(_ plan: BasicPlan) async throws {
        let claims = try await claims("openid phone", plan)
        #expect(names(claims) == Self.phone)
        #expect(claims["phone_number"] == "+41791234567" && claims["phone_number_verified"] == true)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-scope-all`(_ plan: BasicPlan) async throws {
        let claims = try await claims("openid address email phone profile", plan)
        #expect(names(claims) == Self.profile.union(Self.email).union(Self.phone))
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-alternate-happy-flow`(_ plan: BasicPlan) async throws {
        let form = Array(world.parameters(plan, [("scope", "email openid")]).reversed())
        let identity = try await world.identity(world.answer(to: world.send(form)), plan, form)
        let claims = try await world.userInfo(identity)
        #expect(names(claims) == Self.email)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-claims-essential`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan, [("claims", #"{"userinfo":{"name":{"essential":true}}}"#)])
        #expect(try await world.userInfo(identity) == ["sub": .string(world.user), "name": "Road Runner"])
        #expect(identity.claims["name"] == nil)
    }
}
