internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// A provider that lies, errs or is not itself: nothing that it says then is believed.
@Suite("OpenID Connect Core §3.1.3.7, RFC 8725, RFC 9207: answers of identity providers")
struct FederationFaultTests {
    private typealias Change = @Sendable (inout TestProvider.Manners) throws -> Void

    /// What is wrong, and what the log says of it.
    private static let lies: [(name: String, reason: String, change: Change)] = [
        ("iss", "wrongIssuer", { $0.claims["iss"] = "https://evil.example" }),
        ("no iss", "missingClaim", { $0.claims["iss"] = .some(nil) }),
        ("aud", "wrongAudience", { $0.claims["aud"] = "another" }),
        ("no aud", "missingClaim", { $0.claims["aud"] = .some(nil) }),
        ("two audiences and no azp", "another client", { $0.claims["aud"] = ["alcazar", "another"] }),
        (
            "azp", "another client",
            {
                $0.claims["aud"] = ["alcazar", "another"]
                $0.claims["azp"] = "another"
            }
        ),
        ("azp alone", "another client", { $0.claims["azp"] = "another" }),
        ("azp of another form", "another client", { $0.claims["azp"] = ["alcazar"] }),
        ("nonce", "another sign-in", { $0.claims["nonce"] = "n-0S6_WzA2Mj" }),
        ("no nonce", "another sign-in", { $0.claims["nonce"] = .some(nil) }),
        ("at_hash", "another access token", { $0.claims["at_hash"] = "77QmUPtjPfzWtF2AnpK9RQ" }),
        ("no sub", "missingClaim", { $0.claims["sub"] = .some(nil) }),
        ("sub of userinfo", "somebody else", { $0.person["sub"] = "ext-43" }),
        (
            "sub of userinfo in other bytes", "somebody else",
            {
                $0.claims["sub"] = "ext-\u{E9}"
                $0.person["sub"] = "ext-e\u{301}"
            }
        ),
        ("no sub of userinfo", "somebody else", { $0.person["sub"] = .some(nil) }),
        ("exp in the past", "expired", { $0.claims["exp"] = 1_767_607_199 }),
        ("exp now", "expired", { $0.claims["exp"] = 1_767_607_200 }),
        ("no exp", "missingClaim", { $0.claims["exp"] = .some(nil) }),
        ("exp as a text", "malformedClaim", { $0.claims["exp"] = "1767610800" }),
        ("no iat", "missingClaim", { $0.claims["iat"] = .some(nil) }),
        ("iat in the future", "issuedInFuture", { $0.claims["iat"] = 1_767_607_320 }),
        ("iat long ago", "tooOld", { $0.claims["iat"] = 1_767_606_000 }),
        ("nbf in the future", "notYetValid", { $0.claims["nbf"] = 1_767_607_320 }),
        (
            "alg none", "unsupportedAlgorithm",
            {
                $0.header["alg"] = "none"
                $0.isUnsigned = true
            }
        ),
        ("no signature", "missingSignature", { $0.isUnsigned = true }),
        ("HS256", "unsupportedAlgorithm", { $0.header["alg"] = "HS256" }),
        ("alg of another key", "unknownKey", { $0.header["alg"] = "RS256" }),
        ("another key", "invalidSignature", { $0.signer = try PrivateKey.generate(.ec(.p256)) }),
        ("unknown kid", "unknownKey", { $0.header["kid"] = "k2" }),
        ("typ of an access token", "wrongType", { $0.header["typ"] = "at+jwt" }),
        ("typ of a logout token", "wrongType", { $0.header["typ"] = "logout+jwt" }),
        ("crit", "criticalHeader", { $0.header["crit"] = ["exp"] }),
        ("no ID token", "id_token", { $0.tokenResponse["id_token"] = .some(nil) }),
        ("no JWT", "notCompact", { $0.tokenResponse["id_token"] = "x" }),
        ("no access token", "access_token", { $0.tokenResponse["access_token"] = .some(nil) }),
        ("an access token with a line break", "access_token", { $0.tokenResponse["access_token"] = "a\r\nX: b" }),
        ("a token of another type", "token_type", { $0.tokenResponse["token_type"] = "DPoP" }),
        (
            "too long a sub", "sub",
            { manners in
                manners.claims["sub"] = .string(String(repeating: "x", count: 201))
                manners.person["sub"] = .string(String(repeating: "x", count: 201))
            }
        ),
        (
            "a sub with U+0000", "sub",
            {
                $0.claims["sub"] = "ext\u{0}42"
                $0.person["sub"] = "ext\u{0}42"
            }
        ),
        (
            "a sub with a line break", "sub",
            {
                $0.claims["sub"] = "ext-42\r\n"
                $0.person["sub"] = "ext-42\r\n"
            }
        ),
        ("userinfo is no JSON", "userinfo", { $0.answers["/userinfo"] = .empty(.ok) }),
        ("userinfo elsewhere", "302", { $0.answers["/userinfo"] = .redirect(.found, to: "/elsewhere") }),
        ("tokens elsewhere", "307", { $0.answers["/token"] = .redirect(.temporaryRedirect, to: "/elsewhere") }),
        ("keys are none", "jwks", { $0.answers["/keys"] = .json(.ok, ["keys": "none"] as JSONObject) }),
        ("keys elsewhere", "302", { $0.answers["/keys"] = .redirect(.found, to: "/elsewhere") }),
        (
            "more keys than anybody has", "jwks",
            { $0.answers["/keys"] = .json(.ok, ["keys": .array(Array(repeating: [:], count: 101))] as JSONObject) }
        ),
        ("deeper than it can be kept", "userinfo", { $0.person["address"] = FederationBoundTests.deep(16) }),
        ("deeper than it can be read", "userinfo", { $0.person["address"] = FederationBoundTests.deep(40) }),
        (
            "claims that are deeper than they can be read", "invalidPayload",
            { $0.claims["address"] = FederationBoundTests.deep(16) }
        ),
        ("the token endpoint is broken", "500", { $0.answers["/token"] = .empty(.internalServerError) }),
    ]

    @Test(arguments: lies.indices)
    func `a lie is not believed`(index: Int) async throws {
        let lie = Self.lies[index]
        try await IntentsFixture.run { fixture in
            var manners = TestProvider.Manners()
            try lie.change(&manners)
            let changed = manners
            fixture.provider.behave { $0 = changed }
            let failure = try await fixture.failure()
            #expect(failure.code == "server_error", "\(lie.name)")
            #expect(failure.description.hasPrefix("The answer of the") || failure.description.hasPrefix("The identity"))
            let told = fixture.server.log.lines.filter { $0.contains("a sign-in at an identity provider failed") }
            #expect(told.count == 1 && told[0].contains(lie.reason), "\(lie.name): \(told)")
        }
    }

    @Test func `a token endpoint's refusal is told with its code`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { manners in
                manners.tokenStatus = .badRequest
                manners.tokenResponse = [
                    "error": "invalid_grant", "error_description": "say \"no\"", "access_token": nil,
                ]
            }
            let failure = try await fixture.failure()
            #expect(failure.code == "invalid_grant" && failure.description == "The identity provider refused")
            // Some refuse with a success, and some with what is no code at all.
            fixture.provider.behave { manners in
                manners.tokenStatus = .ok
                manners.tokenResponse = ["error": "a\"b"]
            }
            let other = try await fixture.failure()
            #expect(other.code == "server_error")
        }
    }

    @Test(
        arguments: [
            (["issuer": "https://evil.example"], "another issuer"), (["issuer": nil], "another issuer"),
            (["token_endpoint": nil], "token_endpoint"), (["jwks_uri": "file:///etc/passwd"], "jwks_uri"),
            (["authorization_endpoint": "javascript:alert(1)"], "authorization_endpoint"),
            (["userinfo_endpoint": "http://u:p@localhost/"], "userinfo_endpoint"),
        ] as [([String: JSONValue?], String)])
    func `metadata of somebody else, or none, begin nothing`(
        changes: [String: JSONValue?], reason: String
    ) async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.metadata = changes }
            let answer = try await fixture.call(
                "StartIdentityProviderIntent",
                [
                    "idpId": .string(fixture.idp),
                    "urls": ["successUrl": "https://a.example/", "failureUrl": "https://a.example/"],
                ])
            #expect(answer.status == .serviceUnavailable && answer.text.contains("IDP-Un4vl"), "\(answer.text)")
            #expect(fixture.server.log.text.contains(reason))
        }
    }

    @Test(arguments: [
        (HTTPResponse.redirect(.found, to: "/elsewhere"), "302"),
        (.redirect(.permanentRedirect, to: "https://idp.example/"), "308"), (.empty(.notFound), "404"),
        (.empty(.ok), "metadata"), (.json(.ok, [] as JSONValue), "metadata"),
        (.json(.ok, ["issuer": FederationBoundTests.deep(40)] as JSONObject), "metadata"),
    ])
    func `metadata that are elsewhere, or cannot be read, begin nothing`(
        answer: HTTPResponse, reason: String
    ) async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.answers["/.well-known/openid-configuration"] = answer }
            let refused = try await fixture.tryStart()
            #expect(refused.status == .serviceUnavailable && refused.text.contains("IDP-Un4vl"), "\(refused.text)")
            #expect(fixture.server.log.text.contains(reason))
            #expect(fixture.provider.calls.count == 1)
        }
    }

    @Test func `a key counts at the provider whose it is, whatever another one calls its own`() async throws {
        let clock = TestClock()
        try await IntentsFixture.run(clock: clock) { fixture in
            try await TestProvider.serve(clock: clock) { other in
                let idp = try await fixture.server.addOpenIDProvider(other, ["name": "Other"])
                let answer = try await fixture.callback(other.answer(to: fixture.start(idp)), at: idp)
                #expect(answer.fields["Location"]?.hasPrefix(IntentsFixture.success) == true)
                let key = other.key
                fixture.provider.behave { $0.signer = key }
                let failure = try await fixture.failure()
                #expect(failure.code == "server_error")
                #expect(fixture.server.log.text.contains("invalidSignature"))
            }
        }
    }

    @Test func `an answer of another provider is not redeemed`() async throws {
        try await IntentsFixture.run { fixture in
            let wrong = try await fixture.roundTrip(adding: [("iss", "https://evil.example")])
            #expect(wrong.contains("error=server_error"))
            let right = try await fixture.roundTrip(adding: [("iss", fixture.provider.issuer)])
            #expect(right.hasPrefix(IntentsFixture.success))
            #expect(fixture.provider.calls(of: "/token").count == 1)
        }
        try await IntentsFixture.run { fixture in
            // Who says that it always names itself, does.
            fixture.provider.behave { $0.metadata = ["authorization_response_iss_parameter_supported": true] }
            let failure = try await fixture.failure()
            #expect(failure.code == "server_error")
            #expect(fixture.provider.calls(of: "/token").isEmpty)
        }
    }

    @Test func `no address in a private network is called, also not as an endpoint of an allowed host`() async throws {
        try await IntentsFixture.run { fixture in
            let inside = fixture.provider.issuer.replacing("localhost", with: "127.0.0.1")
            fixture.provider.behave { $0.metadata = ["token_endpoint": .string("\(inside)/token")] }
            let failure = try await fixture.failure()
            #expect(failure.code == "temporarily_unavailable")
            #expect(fixture.provider.calls(of: "/token").isEmpty)
            // A provider that was added while its host was allowed, and is not any more.
            let node = try await fixture.server.node()
            let answer = try await node.tryCall(
                "\(IntentsFixture.users)/StartIdentityProviderIntent",
                [
                    "idpId": .string(fixture.idp),
                    "urls": ["successUrl": "https://a.example/", "failureUrl": "https://a.example/"],
                ])
            #expect(answer.text.contains("IDP-Un4vl"))
        }
    }

    @Test func `a provider that is away is told from one that lies`() async throws {
        let clock = TestClock()
        let server = try await TestServer(allowedHosts: ["localhost"], clock: clock)
        let idp = try await TestProvider.serve(clock: clock) { provider in try await server.addOpenIDProvider(provider)
        }
        let answer = try await server.tryCall(
            "\(IntentsFixture.users)/StartIdentityProviderIntent",
            [
                "idpId": .string(idp),
                "urls": ["successUrl": "https://a.example/", "failureUrl": "https://a.example/"],
            ])
        #expect(answer.status == .serviceUnavailable && answer.text.contains("was not reached"), "\(answer.text)")
    }
}
