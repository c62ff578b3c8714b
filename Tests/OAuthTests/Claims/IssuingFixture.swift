internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import OAuth

/// Issues tokens to applications by the parts of the service, on the store of a running one: what a grant decides is
/// up to the test.
struct IssuingFixture {
    let server: TestServer
    let issuer: TokenIssuer
    let claims: ClaimsSource

    init(_ server: TestServer) async throws {
        self.server = server
        let (database, clock) = (server.database, server.clock.wallClock)
        let instance = try await InstanceSetup.load(database, masterKey: server.masterKey)
        let keys = SigningKeys(database: database, clock: clock, masterKey: server.masterKey, log: .none)
        claims = ClaimsSource(
            issuer: TestServer.issuer, instanceProjectID: instance.projectID, facts: Facts(database: database))
        issuer = TokenIssuer(
            tokens: Tokens(
                database: database, sealer: TokenSealer(masterKey: server.masterKey), signingKeys: keys,
                issuer: TestServer.issuer, clock: clock),
            signingKeys: keys, claims: claims, lifetimes: TokenLifetimes(), ids: IDGenerator(clock: clock),
            clock: clock)
    }

    /// An OpenID Connect application with a secret.
    func addApplication(
        _ name: String, project: String, _ settings: JSONObject = [:]
    ) async throws -> TestServer.TestApplication {
        var configuration: JSONObject = [
            "redirectUris": ["https://app.example/callback"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
            "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
        ]
        for member in settings.members { configuration[member.name] = member.value }
        let created = try await server.call(
            "zitadel.application.v2.ApplicationService/CreateApplication",
            ["projectId": .string(project), "name": .string(name), "oidcConfiguration": .object(configuration)])
        let made = try #require(created["oidcConfiguration"])
        return TestServer.TestApplication(
            id: try server.text(created, "applicationId"), projectID: project,
            clientID: try server.text(made, "clientId"), secret: made["clientSecret"]?.stringValue ?? "")
    }

    func client(_ application: TestServer.TestApplication) async throws -> Client {
        try #require(try await server.database.read(.activeClient(application.clientID)))
    }

    /// A human about whom everything is known.
    func addMinnie() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "userId": "minnie", "username": "minnie",
                "human": [
                    "profile": [
                        "givenName": "Minnie", "familyName": "Mouse", "nickName": "Min", "displayName": "Minnie M.",
                        "preferredLanguage": "de", "gender": "GENDER_FEMALE",
                    ],
                    "email": ["email": "minnie@mouse.example", "isVerified": true],
                    "phone": ["phone": "+41791234567", "isVerified": true],
                ],
            ])
        try await server.call(
            "zitadel.user.v2.UserService/SetUserMetadata",
            ["userId": "minnie", "metadata": [["key": "plan", "value": "VmFsdWU="]]])
        let now = server.clock.now
        let session = Session(
            id: "session-1", tokenID: "token", creatorID: "minnie", userID: "minnie",
            factors: SessionFactors(user: now, password: now, totp: now), agent: UserAgent(), createdAt: now,
            changedAt: now)
        try await server.database.write { (tx) throws(DomainError) in try tx.insert(session) }
    }

    func subject(_ id: String) async throws -> Subject {
        try #require(
            try await server.database.read(
                .activeSubject(User.ID(id), ofToken: "", issuedAt: .distantFuture)))
    }

    /// What a sign-in by password and TOTP gives, ten seconds ago.
    func authorization(
        of user: String = "minnie", for application: TestServer.TestApplication, scope: String
    ) async throws -> GrantedAuthorization {
        let client = try await client(application)
        let scopes = ScopeSet(scope.split(separator: " ").map(String.init))
        var authorization = GrantedAuthorization(
            subject: try await subject(user), client: .application(client), scopes: scopes,
            audience: claims.audience(of: scopes, for: client),
            accessTokenType: GrantClient.application(client).configuration?.accessTokenType ?? .bearer)
        authorization.authenticationMethods = ["pwd", "otp", "mfa"]
        authorization.authenticatedAt = server.clock.now - .seconds(10)
        authorization.sessionID = "session-1"
        authorization.nonce = "n-0S6"
        return authorization
    }

    /// The claims of the answer's ID token.
    func idToken(_ answer: JSONObject) throws -> JSONValue {
        try JWTParts(server.text(.object(answer), "id_token")).claims
    }

    func userInfo(_ answer: JSONObject) async throws -> JSONValue {
        try await server.get("/oidc/v1/userinfo", token: server.text(.object(answer), "access_token")).json
    }

    func introspection(_ answer: JSONObject, by application: TestServer.TestApplication) async throws -> JSONValue {
        try await server.introspect(server.text(.object(answer), "access_token"), by: application).json
    }
}

extension IssuingFixture {
    /// Ends what a token, a session or a sign-in with this identifier gave.
    func revoke(_ id: String) async throws {
        let expiry = server.clock.now + .hours(24)
        try await server.database.write { (tx) throws(DomainError) in try tx.revoke(token: id, until: expiry) }
    }
}

extension IssuingFixture {
    /// What was written into histories: actor, whose history, payload.
    func events(_ type: String) async throws -> [String] {
        try await server.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT actor, aggregate_id, payload FROM events WHERE type = $1 ORDER BY created_at, id", type
            ) { (row) throws(DomainError) in
                "\(try row.text("actor")) \(try row.text("aggregate_id")) \(try row.text("payload"))"
            }
        }
    }
}
