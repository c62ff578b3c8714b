internal import App
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: intents at identity providers")
struct IntentsTests {
    @Test func `the browser is sent to the provider with everything that binds the answer`() async throws {
        try await IntentsFixture.run { fixture in
            let url = try await fixture.start(hint: "mini@corp.example")
            #expect(url.hasPrefix("\(fixture.provider.issuer)/authorize?"))
            let asked = try TestSignIn.members(of: url)
            #expect(asked["redirect_uri"] == "\(fixture.server.issuer)/idps/callback/\(fixture.idp)")
            #expect(asked["scope"] == "openid profile email")
            #expect(asked["code_challenge_method"] == "S256" && asked["code_challenge"]?.utf8.count == 43)
            #expect(asked["nonce"]?.utf8.count == 43)
            #expect(asked["login_hint"] == "mini@corp.example")
            let other = try await TestSignIn.members(of: fixture.start())
            for name in ["state", "nonce", "code_challenge"] { #expect(asked[name] != other[name], "\(name)") }
        }
    }

    @Test func `somebody who is new here is described by what the provider says`() async throws {
        try await IntentsFixture.run { fixture in
            let success = try await fixture.succeed()
            #expect(success.user == nil)
            let answer = try await fixture.retrieve(success.id, success.token).json
            #expect(answer["details"]?["sequence"] == "2")
            #expect(answer["details"]?["resourceOwner"] == .string(fixture.server.service.instance.id))
            let information = try #require(answer["idpInformation"])
            #expect(information["idpId"] == .string(fixture.idp))
            #expect(information["userId"] == "ext-42" && information["userName"] == "mini")
            #expect(information["rawInformation"] == .object(TestProvider.person))
            #expect(information["oauth"]?["accessToken"] == .string(TestProvider.accessToken))
            #expect(information["oauth"]?["refreshToken"] == .string(TestProvider.refreshToken))
            #expect(information["oauth"]?["idToken"] != nil)
            let link: JSONValue = ["idpId": .string(fixture.idp), "userId": "ext-42", "userName": "mini"]
            let human = Self.human(after: ["idpLinks": [link]])
            #expect(
                answer["addHumanUser"] == Self.human(before: ["username": "mini"], after: ["idpLinks": [link]]))
            #expect(answer["createUser"] == ["username": "mini", "human": human])
            #expect(answer["userId"] == nil && answer["updateHumanUser"] == nil && answer["updateUser"] == nil)
        }
    }

    @Test func `somebody who is linked is named, with what would change`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            #expect(success.user == "minnie")
            let token: JSONValue = ["idp_intent_token": .string(success.token)]
            let answer = try await fixture.server.send(
                HTTPRequest(
                    .post, "/v2/idp_intents/\(success.id)",
                    fields: ["Authorization": "Bearer \(fixture.server.administratorToken)"],
                    body: token.utf8)
            ).json
            #expect(answer["userId"] == "minnie")
            #expect(answer["updateHumanUser"] == Self.human(before: ["userId": "minnie"]))
            #expect(answer["updateUser"] == ["userId": "minnie", "human": Self.human()])
            #expect(answer["addHumanUser"] == nil && answer["createUser"] == nil)
        }
    }

    @Test func `an account is made from the answer, and its first session from the same intent`() async throws {
        try await IntentsFixture.run { fixture in
            let success = try await fixture.succeed()
            let prefilled = try await fixture.retrieve(success.id, success.token).json["addHumanUser"]
            let added = try await fixture.server.call("\(IntentsFixture.users)/AddHumanUser", try #require(prefilled))
            let user = try fixture.server.text(added, "userId")
            let session = try await fixture.createSession(success, as: user)
            #expect(session.status == .ok, "\(session.text)")
        }
    }

    @Test func `the provider's own words stay short and in place`() async throws {
        let fallback: [String: JSONValue?] = [
            "preferred_username": nil, "locale": nil, "email_verified": "true", "given_name": .string(" Minnie "),
            "family_name": .string(String(repeating: "x", count: 201)), "name": 7, "phone_number": nil,
        ]
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.person = fallback }
            let success = try await fixture.succeed()
            let answer = try await fixture.retrieve(success.id, success.token).json["addHumanUser"]
            #expect(answer?["username"] == "minnie@mouse.example")
            #expect(
                answer?["profile"] == ["givenName": "Minnie", "nickName": "Min", "preferredLanguage": "und"])
            #expect(answer?["email"]?["isVerified"] == true)
            #expect(answer?["phone"] == nil)
        }
    }

    @Test func `with the ID token alone nobody else is asked`() async throws {
        try await IntentsFixture.run(["isIdTokenMapping": true]) { fixture in
            let success = try await fixture.succeed()
            let answer = try await fixture.retrieve(success.id, success.token).json
            #expect(answer["addHumanUser"]?["email"]?["email"] == "minnie@id-token.example")
            #expect(fixture.provider.calls(of: "/userinfo").isEmpty)
        }
    }

    @Test func `the code is redeemed with the secret, the verifier and the same address`() async throws {
        try await IntentsFixture.run { fixture in
            _ = try await fixture.succeed()
            let call = try #require(fixture.provider.calls(of: "/token").first)
            #expect(call.authorization == "Basic " + Base64.encode("alcazar:s3cr%26t%20of%20ours".utf8))
            #expect(call.form["redirect_uri"] == "\(fixture.server.issuer)/idps/callback/\(fixture.idp)")
            #expect(call.form["code_verifier"]?.utf8.count == 43)
            #expect(call.form["client_secret"] == nil && call.form["grant_type"] == "authorization_code")
            let person = try #require(fixture.provider.calls(of: "/userinfo").first)
            #expect(person.authorization == "Bearer \(TestProvider.accessToken)")
        }
    }

    @Test func `a provider that takes secrets in forms only gets it there`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave {
                $0.metadata = [
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                    "code_challenge_methods_supported": nil,
                ]
            }
            _ = try await fixture.succeed()
            let call = try #require(fixture.provider.calls(of: "/token").first)
            #expect(call.authorization == nil && call.form["client_secret"] == TestProvider.clientSecret)
            #expect(call.form["code_verifier"] == nil)
        }
    }

    @Test func `metadata and keys are asked for once, and keys again when one is unknown`() async throws {
        try await IntentsFixture.run { fixture in
            _ = try await fixture.succeed()
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: "/.well-known/openid-configuration").count == 1)
            #expect(fixture.provider.calls(of: "/keys").count == 1)
            try fixture.provider.changeKey()
            // Nobody makes this service ask again and again by keys that there are not.
            #expect(try await fixture.failure().code == "server_error")
            #expect(fixture.provider.calls(of: "/keys").count == 1)
            fixture.server.clock.advance(by: .seconds(31))
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: "/keys").count == 2)
            fixture.server.clock.advance(by: .minutes(61))
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: "/.well-known/openid-configuration").count == 2)
            #expect(fixture.provider.calls(of: "/keys").count == 3)
        }
    }

    @Test func `a server without OpenID Connect describes people at an address of its own`() async throws {
        try await IntentsFixture.run { fixture in
            let idp = try await fixture.server.addOAuthProvider(
                fixture.provider, ["idAttribute": "id", "usePkce": true])
            fixture.provider.behave { manners in
                manners.person = ["sub": nil, "id": 583231, "login": "octo", "preferred_username": nil]
                manners.tokenResponse = ["id_token": nil, "expires_in": nil, "refresh_token": nil]
            }
            let asked = try await TestSignIn.members(of: fixture.start(idp))
            #expect(asked["scope"] == "read:user" && asked["nonce"] == nil && asked["code_challenge"] != nil)
            let success = try await fixture.succeed(idp)
            let answer = try await fixture.retrieve(success.id, success.token).json
            #expect(answer["idpInformation"]?["userId"] == "583231")
            #expect(answer["idpInformation"]?["userName"] == "octo")
            #expect(answer["idpInformation"]?["oauth"] == ["accessToken": .string(TestProvider.accessToken)])
            #expect(fixture.provider.calls(of: "/.well-known/openid-configuration").isEmpty)
        }
    }

    /// The provider's person in a message, between other members.
    private static func human(before first: JSONObject = [:], after last: JSONObject = [:]) -> JSONValue {
        let human: JSONObject = [
            "profile": [
                "givenName": "Minnie", "familyName": "Mouse", "nickName": "Min", "displayName": "Minnie Mouse",
                "preferredLanguage": "de-CH",
            ],
            "email": ["email": "minnie@mouse.example", "isVerified": true],
            "phone": ["phone": "+41791234567", "sendCode": [:]],
        ]
        return .object(JSONObject(uniqueMembers: first.members + human.members + last.members))
    }
}
