internal import API
internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// The calls about identity providers, login policies and users, with the person `minnie` in the organization `acme`,
/// `mickey` in `other`, and the machine user `robot` in `acme`. The operator allows the host `idp.localhost`.
struct IdentityProvidersFixture {
    let api: TestAPI
    let providers: IdentityProviders

    init() async throws {
        let masterKey = MasterKey.random()
        var made: IdentityProviders?
        api = try await TestAPI { database, ids, clock in
            let instance = Instance(
                id: "instance", name: "Test", defaultOrganizationID: "acme", projectID: "own",
                createdAt: Timestamp(seconds: 1_700_000_000))
            let providers = IdentityProviders(
                database: database, ids: ids, clock: clock, masterKey: masterKey, instance: instance,
                allowedHosts: ["idp.localhost"])
            made = providers
            let settings = Settings(database: database, instance: instance, clock: clock)
            let secondFactors = SecondFactors(
                database: database, clock: clock, totp: TOTPFactors(masterKey: masterKey),
                recoveryCodes: RecoveryCodes(masterKey: masterKey), issuer: "Test")
            return APIMethod.identityProviders(providers) + APIMethod.managementPolicies(settings)
                + APIMethod.adminPolicies(settings) + APIMethod.secondFactorMethods(secondFactors)
                + APIMethod.userService(
                    Users(database: database, ids: ids, clock: clock), Humans.test(database, ids, clock, masterKey),
                    MachineCredentials(database: database, ids: ids, clock: clock),
                    PersonalAccessTokens(
                        database: database, ids: ids, clock: clock, sealer: TokenSealer(masterKey: masterKey)))
        }
        providers = try #require(made)
        try await addUsers()
    }

    private func addUsers() async throws {
        let now = api.clock.now
        let person = User.Kind.human(
            Human(givenName: "M", familyName: "Mouse", email: "m@mouse.example", isEmailVerified: true))
        try await api.database.write { (tx) throws(DomainError) in
            for (id, organization, kind) in [
                ("minnie", "acme", person), ("daisy", "acme", person), ("mickey", "other", person),
                ("robot", "acme", .machine(Machine(name: "Robot"))),
            ] {
                try tx.insert(
                    User(
                        id: User.ID(id), organizationID: Organization.ID(organization), username: id, kind: kind,
                        tokensValidFrom: now, createdAt: now, changedAt: now))
            }
        }
    }

    static let openID: JSONObject = [
        "name": "Corp", "issuer": "https://idp.example/tenant/", "clientId": "alcazar", "clientSecret": "s3cr3t",
        "scopes": ["openid", "email"], "isIdTokenMapping": true, "usePkce": true,
        "providerOptions": [
            "isLinkingAllowed": true, "isCreationAllowed": true, "isAutoCreation": true, "isAutoUpdate": true,
            "autoLinking": "AUTO_LINKING_OPTION_EMAIL",
        ],
    ]
    static let oauth: JSONObject = [
        "name": "Forge", "clientId": "alcazar", "clientSecret": "s3cr3t",
        "authorizationEndpoint": "https://forge.example/authorize?tenant=1",
        "tokenEndpoint": "https://forge.example/token", "userEndpoint": "https://api.forge.example/user",
        "scopes": ["user:email"], "idAttribute": "id",
    ]

    static func openID(_ changes: JSONObject) -> JSONValue { .object(openID.changed(by: changes)) }
    static func oauth(_ changes: JSONObject) -> JSONValue { .object(oauth.changed(by: changes)) }

    /// A call of the older API: about the instance for `root`, about `acme` or `other` for the owners.
    func send(
        _ method: HTTPMethod, _ path: String, _ message: JSONValue? = nil, as user: String = "acme-owner"
    ) async throws -> TestResponse {
        let base = user == "root" ? "/admin/v1" : "/management/v1"
        return try await api.rest(method, "\(base)/\(path)", message, as: user)
    }

    /// Adds a provider to the instance or to the organization of the caller.
    func add(
        _ kind: String = "generic_oidc", _ message: JSONValue? = nil, as user: String = "acme-owner"
    ) async throws -> String {
        let usual = kind == "oauth" ? Self.oauth : Self.openID
        let response = try await send(.post, "idps/\(kind)", message ?? .object(usual), as: user)
        try #require(response.status == .ok, "\(response.text)")
        return try #require(response.json["id"]?.stringValue)
    }

    func call(_ method: String, _ message: JSONValue, as user: String = "acme-owner") async throws -> TestResponse {
        try await api.connect("zitadel.user.v2.UserService/\(method)", message, as: user)
    }

    func link(
        _ user: String, _ provider: String, _ account: String = "ext-1", as caller: String = "root"
    ) async throws -> TestResponse {
        try await call(
            "AddIDPLink",
            [
                "userId": .string(user),
                "idpLink": ["idpId": .string(provider), "userId": .string(account), "userName": "ext@corp.example"],
            ], as: caller)
    }

    /// The identifiers of the external accounts of a user.
    func links(of user: String) async throws -> [String] {
        let response = try await call("ListIDPLinks", ["userId": .string(user), "query": ["asc": true]], as: "root")
        return try response.json["result"]?.arrayValue?.compactMap { $0["userId"]?.stringValue } ?? []
    }

    /// The names of the providers with which the people of an organization may log in.
    func offered(to organization: String?, _ filters: JSONObject = [:]) async throws -> [String] {
        let context: JSONValue = organization.map { ["orgId": .string($0)] } ?? ["instance": true]
        let message = filters.changed(by: ["ctx": context])
        let response = try await api.connect(
            "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders", .object(message))
        try #require(response.status == .ok, "\(response.text)")
        let found = try response.json["identityProviders"]?.arrayValue ?? []
        #expect(try response.json["details"]?["totalResult"]?.stringValue ?? "0" == "\(found.count)")
        return found.compactMap { $0["name"]?.stringValue }
    }

    /// The history of an organization, a user or the instance, the oldest first.
    func history(_ aggregate: String) async throws -> [String] {
        try await api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT type FROM events WHERE aggregate_id = $1 ORDER BY sequence", aggregate) {
                (row) throws(DomainError) in try row.text("type")
            }
        }
    }
}

extension JSONObject {
    /// With other members; `null` takes one away.
    fileprivate func changed(by changes: JSONObject) -> JSONObject {
        var changed = self
        for member in changes.members { changed[member.name] = member.value == .null ? nil : member.value }
        return changed
    }
}
