internal import Crypto
internal import Domain
internal import HTTP
internal import JOSE
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// What no module of the plan looks at.
extension RPInitiatedLogoutTests {
    @Test func `a hint may be old`() async throws {
        server.clock.advance(by: .days(30))
        let response = try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", Self.registered)])
        #expect(response.fields["Location"] == Self.registered)
        #expect(try await !isSignedIn)
    }

    @Test func `a hint that is older than the keys is as good as none: the person is asked`() async throws {
        try await server.forgetSigningKey()
        let (hint, uri) = (("id_token_hint", idToken), ("post_logout_redirect_uri", Self.registered))
        let id = ("client_id", client.clientID)
        try await expectQuestion(try await end([hint]))
        // Nobody can believe whose address it is.
        try await expectQuestion(try await end([hint, uri]))
        try await expectQuestion(try await end([hint, uri, id]), redirect: Self.registered)
        try await expectRefused(try await end([hint, id, ("post_logout_redirect_uri", "https://evil.example/")]))
        try await expectRefused(try await end([hint, ("client_id", "unknown")]))
    }

    @Test func `a hint of a key that cannot have been ours is refused, whatever has become of our keys`() async throws {
        let contents = try #require(JWTParts(idToken).claims.objectValue)
        try await server.forgetSigningKey()
        let future = IDGenerator(clock: TestClock(start: server.clock.now + .days(1)).wallClock).nextID()
        let key = try PrivateKey.generate(.rsa(bits: 2048))
        for kid in ["", "key", "-1", future] {
            let forged = try JWTSigner(key, .rs256, keyID: kid).sign(contents)
            try await expectRefused(try await end([("id_token_hint", forged)]))
        }
    }

    @Test func `a registered query keeps its place before the state`() async throws {
        let response = try await end([
            ("id_token_hint", idToken), ("post_logout_redirect_uri", "\(Self.registered)?from=op"), ("state", "s"),
        ])
        #expect(response.fields["Location"] == "\(Self.registered)?from=op&state=s")
    }

    @Test func `the client must be the one that the hint was issued to`() async throws {
        let other = try await server.addClient("other", project: client.projectID)
        for id in [other.clientID, "unknown"] {
            try await expectRefused(try await end([("id_token_hint", idToken), ("client_id", id)]))
        }
        try await expectRefused(try await end([("client_id", "unknown")]))
        let same = try await end([("id_token_hint", idToken), ("client_id", client.clientID)])
        #expect(same.status == .found)
        #expect(try await !isSignedIn)
    }

    @Test func `no other token of ours is a hint`() async throws {
        let machine = try await server.addMachine("svc", accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        let question = try await end([])
        let form = try Form(query: question.fields["Location"]?.split(separator: "?").last.map { String($0) })
        for token in [
            try await server.accessToken(machine, scope: "openid"), try #require(form["logout_token"]),
            server.administratorToken,
        ] {
            try await expectRefused(try await end([("id_token_hint", token)]))
        }
    }

    @Test func `a machine user's ID token ends nothing`() async throws {
        let machine = try await server.addMachine("svc")
        let token = try await server.text(server.token(machine, scope: "openid").json, "id_token")
        try await expectQuestion(try await end([("id_token_hint", token)]))
        try await expectRefused(
            try await end([("id_token_hint", token), ("post_logout_redirect_uri", Self.registered)]))
    }

    @Test func `a repeated parameter is refused`() async throws {
        try await expectRefused(try await end([("id_token_hint", idToken), ("id_token_hint", idToken)]))
    }

    @Test func `an application with login pages of its own has the question there`() async throws {
        let own = try await server.addClient(
            "own", project: client.projectID,
            ["loginVersion": ["loginV2": ["baseUri": "https://login.example/ui/"]]])
        let response = try await end([
            ("client_id", own.clientID), ("logout_hint", "minnie@mouse.example"), ("ui_locales", "de en"),
        ])
        let location = try #require(response.fields["Location"])
        #expect(
            location.hasPrefix(
                "https://login.example/ui/logout?logout_hint=minnie%40mouse.example&ui_locales=de%20en&logout_token="))
    }

    @Test func `the pages believe a question of ours and no other, for an hour`() async throws {
        let response = try await end([
            ("client_id", client.clientID), ("post_logout_redirect_uri", Self.registered), ("state", "s"),
            ("logout_hint", "minnie"), ("ui_locales", "de en"),
        ])
        let query = response.fields["Location"]?.split(separator: "?", maxSplits: 1).last.map { String($0) }
        let token = try #require(try Form(query: query)["logout_token"])
        let logouts = server.logouts
        let request = LogoutRequest(
            redirectURI: "\(Self.registered)?state=s", clientID: client.clientID, loginHint: "minnie",
            languages: ["de", "en"])
        #expect(try await logouts.request(from: token) == request)
        for other in [idToken, "", "x.y.z", String(token.dropLast()), server.administratorToken] {
            #expect(try await logouts.request(from: other) == nil)
        }
        server.clock.advance(by: .hours(1))
        #expect(try await logouts.request(from: token) == nil)
    }

    @Test func `no script of another origin uses the endpoint`() async throws {
        let response = try await server.send(
            HTTPRequest(.get, "/oidc/v1/end_session", fields: ["Origin": "https://evil.example"]))
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
    }
}
