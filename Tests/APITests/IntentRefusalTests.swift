internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: intents that are refused")
struct IntentRefusalTests {
    private static let urls: JSONValue = ["successUrl": "https://a.example/", "failureUrl": "https://a.example/"]

    /// A request, the identifier of its refusal, and words of it.
    private typealias Refusal = (request: JSONObject, id: String, words: String)

    private static let ldap: JSONValue = ["username": "mini", "password": "x"]
    private static let forms: [Refusal] = [
        ([:], "", "IdpId"), (["idpId": "?"], "USERv2-S2g21", "oneOf"),
        (["idpId": "?", "ldap": ["username": "", "password": "x"]], "", "Username"),
        (["idpId": "?", "ldap": ["username": "mini", "password": ""]], "", "Password"),
    ]
    private static let unusable: [Refusal] = [
        (["idpId": "unknown", "urls": urls], "COMMAND-as02jin", "Identity Provider Configuration doesn't exist"),
        (["idpId": "unknown", "ldap": ldap], "COMMAND-39n221fs", "Identity Provider Configuration doesn't exist"),
        (["idpId": "?", "ldap": ldap], "IDP-9a02j2n2bh", "NotImplemented"),
    ]
    private static let addresses: [Refusal] = [
        redirects(nil, "https://a.example/", "", "SuccessUrl"), redirects("https://a.example/", nil, "", "FailureUrl"),
        redirects("/ok", "https://a.example/", "IDP-Redr1", "successUrl"),
        redirects("javascript:x", "https://a.example/", "IDP-Redr1", "successUrl"),
        redirects("https://a.example/", "//b", "IDP-Redr1", "failureUrl"),
        redirects("https://u@a.example/", "https://a.example/", "IDP-Redr1", "successUrl"),
    ]

    private static func redirects(_ success: String?, _ failure: String?, _ id: String, _ words: String) -> Refusal {
        var urls = JSONObject()
        urls["successUrl"] = success.map { .string($0) }
        urls["failureUrl"] = failure.map { .string($0) }
        return (["idpId": "?", "urls": .object(urls)], id, words)
    }

    @Test func `a sign-in that cannot begin`() async throws {
        try await IntentsFixture.run { fixture in
            for refusal in Self.forms + Self.unusable + Self.addresses {
                var request = refusal.request
                if request["idpId"] == "?" { request["idpId"] = .string(fixture.idp) }
                let answer = try await fixture.call("StartIdentityProviderIntent", .object(request))
                #expect(answer.status != .ok, "\(refusal)")
                #expect(answer.text.contains(refusal.id) && answer.text.contains(refusal.words), "\(answer.text)")
            }
        }
    }

    @Test func `nobody begins one without a token`() async throws {
        try await IntentsFixture.run { fixture in
            let answer = try await fixture.call(
                "StartIdentityProviderIntent", ["idpId": .string(fixture.idp), "urls": Self.urls], token: "x")
            #expect(answer.status == .unauthorized)
        }
    }

    @Test func `who cannot make sessions sends nobody to a provider, and takes nobody's tokens`() async throws {
        try await IntentsFixture.run { fixture in
            let success = try await fixture.succeed()
            let own = try await fixture.server.text(
                fixture.server.manage(
                    .post, "/management/v1/idps/oauth",
                    [
                        "name": "Own", "clientId": "c", "clientSecret": "s", "idAttribute": "id",
                        "authorizationEndpoint": "https://idp.example/a", "tokenEndpoint": "https://idp.example/t",
                        "userEndpoint": "https://idp.example/u",
                    ]), "id")
            let user = try await fixture.server.sessionToken(of: "minnie")
            let owner = try await fixture.server.addAdministrator("boss", role: "IAM_ORG_MANAGER")
            for token in [user, owner] {
                // Nobody learns by it which providers there are.
                for idp in [fixture.idp, own, "unknown"] {
                    for content in [("urls", Self.urls), ("ldap", Self.ldap)] {
                        let answer = try await fixture.call(
                            "StartIdentityProviderIntent",
                            ["idpId": .string(idp), "\(content.0)": content.1], token: token)
                        #expect([.forbidden, .notFound].contains(answer.status), "\(answer.text)")
                        #expect(answer.text.contains("AUTH"), "\(answer.text)")
                    }
                }
                let answer = try await fixture.call(
                    "RetrieveIdentityProviderIntent",
                    ["idpIntentId": .string(success.id), "idpIntentToken": .string(success.token)], token: token)
                #expect([.forbidden, .notFound].contains(answer.status), "\(answer.text)")
                #expect(!answer.text.contains(TestProvider.accessToken))
            }
            let client = try await fixture.server.addAdministrator("login", role: "IAM_LOGIN_CLIENT")
            #expect(
                try await fixture.call(
                    "RetrieveIdentityProviderIntent",
                    ["idpIntentId": .string(success.id), "idpIntentToken": .string(success.token)], token: client
                ).status == .ok)
        }
    }

    @Test func `a provider that is not used any more begins nothing, and its answer comes to nothing`() async throws {
        try await IntentsFixture.run { fixture in
            let url = try await fixture.start()
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            try await fixture.server.manage(.post, "/admin/v1/idps/\(fixture.idp)/_deactivate", [:])
            let answer = try await fixture.callback(fixture.provider.answer(to: url))
            #expect(answer.fields["Location"]?.contains("error=access_denied") == true)
            #expect(try await fixture.createSession(success).text.contains("COMMAND-O8xk3w"))
            let again = try await fixture.call(
                "StartIdentityProviderIntent", ["idpId": .string(fixture.idp), "urls": Self.urls])
            #expect(again.text.contains("COMMAND-as02jin"))
        }
    }

    @Test func `an answer that nobody waits for is told to the person, and sends nobody anywhere`() async throws {
        try await IntentsFixture.run { fixture in
            let url = try await fixture.start()
            let answer = try fixture.provider.answer(to: url)
            let state = try #require(TestSignIn.members(of: url)["state"])
            var flipped = Array(state.utf8)
            flipped[30] = flipped[30] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let wrong: [[(String, String)]] = [
                [], [("code", "x")], [("code", "x"), ("state", "")], [("code", "x"), ("state", "x.y")],
                [("code", "x"), ("state", String(decoding: flipped, as: UTF8.self))],
                answer + [("state", state)], [("state", String(repeating: "A", count: 5000))],
            ]
            for query in wrong {
                let response = try await fixture.callback(query)
                #expect(response.status == .badRequest, "\(query)")
                #expect(response.fields["Location"] == nil && response.text.contains("IDP-Answ1"))
            }
            // None of this has used it up.
            #expect(try await fixture.callback(answer).status == .found)
        }
    }

    @Test func `a state counts once, also for many at once`() async throws {
        try await IntentsFixture.run { fixture in
            let answer = try await fixture.provider.answer(to: fixture.start())
            let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.callback(answer).status } }
                return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
            }
            #expect(statuses.count { $0 == .found } == 1)
            #expect(statuses.count { $0 == .badRequest } == 7)
            #expect(fixture.provider.calls(of: "/token").count == 1)
        }
    }

    @Test func `an answer that comes too late is none`() async throws {
        try await IntentsFixture.run { fixture in
            let answer = try await fixture.provider.answer(to: fixture.start())
            fixture.server.clock.advance(by: .minutes(15))
            #expect(try await fixture.callback(answer).status == .badRequest)
            #expect(fixture.provider.calls(of: "/token").isEmpty)
        }
    }

    @Test func `what the provider refuses is told to the client in its words`() async throws {
        try await IntentsFixture.run { fixture in
            let state = try #require(TestSignIn.members(of: await fixture.start())["state"])
            let answer = try await fixture.callback([
                ("state", state), ("error", "access_denied"), ("error_description", "Not today"),
            ])
            let location = try #require(answer.fields["Location"])
            #expect(location.contains("&error=access_denied&error_description=Not%20today#top"), "\(location)")
            let id = try #require(TestSignIn.members(of: String(location.dropLast(4)))["id"])
            let token = try await fixture.succeed().token
            #expect(try await fixture.retrieve(id, token).text.contains("CRYPTO-CRYPTO"))
        }
    }

    @Test func `only the right token tells, and only of an intent that has succeeded and counts`() async throws {
        try await IntentsFixture.run { fixture in
            let success = try await fixture.succeed()
            let other = try await fixture.succeed()
            let wrong = [
                ("?", "CRYPTO-Swg31"), ("AAAA", "CRYPTO-Sf4gt"), (String(success.token.dropLast(2)), "CRYPTO-S"),
                (other.token, "CRYPTO-CRYPTO"), (String(repeating: "A", count: 200), "CRYPTO-Sf4gt"),
            ]
            for (token, id) in wrong {
                let answer = try await fixture.retrieve(success.id, token)
                #expect(answer.status == .forbidden && answer.text.contains(id), "\(answer.text)")
            }
            #expect(try await fixture.retrieve(success.id, "").status == .badRequest)
            #expect(try await fixture.retrieve("unknown", success.token).text.contains("CRYPTO-CRYPTO"))
            fixture.server.clock.advance(by: .minutes(59))
            #expect(try await fixture.retrieve(success.id, success.token).status == .ok)
            fixture.server.clock.advance(by: .minutes(1))
            #expect(try await fixture.retrieve(success.id, success.token).text.contains("IDP-SAf42"))
            _ = try await fixture.server.database.removeExpired(at: fixture.server.clock.now + .minutes(2))
            #expect(try await fixture.retrieve(success.id, success.token).text.contains("IDP-nme4gszsvx"))
            #expect(try await fixture.stored(success.id) == nil)
        }
    }

    @Test func `a success counts for no longer than the provider's token`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.tokenResponse = ["expires_in": 300] }
            let success = try await fixture.succeed()
            fixture.server.clock.advance(by: .minutes(5))
            #expect(try await fixture.retrieve(success.id, success.token).text.contains("IDP-SAf42"))
        }
    }

    @Test func `what the provider gave stands in no log, no history and no row that can be read`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            let stored = try #require(await fixture.stored(success.id))
            let text = String(decoding: stored.content, as: UTF8.self)
            #expect(!text.contains(TestProvider.accessToken) && !text.contains("minnie@"))
            _ = try await fixture.createSession(success)
            #expect(try await fixture.stored(success.id)?.content == [])
            let history = try await fixture.server.database.read { (tx) throws(DomainError) in
                try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in try row.text("payload") }
            }
            for secret in [
                TestProvider.accessToken, TestProvider.refreshToken, TestProvider.clientSecret, success.token,
            ] {
                #expect(!history.joined().contains(secret))
                #expect(!fixture.server.log.text.contains(secret))
            }
        }
    }
}
