internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("SessionService: intents as proofs")
struct IntentSessionTests {
    @Test func `a linked account proves who somebody is, once`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            let made = try await fixture.createSession(success).json
            let session = try await fixture.server.call(
                "zitadel.session.v2.SessionService/GetSession", ["sessionId": try #require(made["sessionId"])])
            let factors = session["session"]?["factors"]
            #expect(factors?["intent"]?["verifiedAt"] == .string(fixture.server.clock.now.rfc3339))
            #expect(try await fixture.createSession(success).text.contains("COMMAND-Df4bw"))
            #expect(try await fixture.retrieve(success.id, success.token).text.contains("IDP-nme4gszsvx"))
        }
    }

    @Test func `of many sessions that use an intent at once one gets it`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.createSession(success) } }
                return try await group.reduce(into: [TestResponse]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.text.contains("COMMAND-Df4bw") } == 7)
        }
    }

    @Test func `an intent proves nothing without its user, its token, and its time`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.server.addHuman("mickey")
            let stranger = try await fixture.succeed()
            #expect(try await fixture.createSession(stranger).text.contains("COMMAND-O8xk3w"))
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            #expect(try await fixture.createSession(success, as: nil).text.contains("COMMAND-Sfw3r"))
            #expect(try await fixture.createSession(success, as: "mickey").text.contains("COMMAND-O8xk3w"))
            let mixed = IntentsFixture.Success(id: success.id, token: stranger.token, user: nil)
            #expect(try await fixture.createSession(mixed).text.contains("CRYPTO-CRYPTO"))
            // None of these has used it up, and a link that was made since counts.
            #expect(try await fixture.createSession(stranger).status == .ok)
            fixture.server.clock.advance(by: .hours(1))
            #expect(try await fixture.createSession(success).text.contains("COMMAND-SAf42"))
        }
    }

    @Test func `an intent of a failure proves nothing`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            let id = IdentityProviderIntent.ID(success.id)
            try await fixture.server.database.write { (tx) throws(DomainError) in
                try tx.execute("UPDATE identity_provider_intents SET state = 'failed' WHERE id = $1", id)
            }
            #expect(try await fixture.createSession(success).text.contains("COMMAND-Df4bw"))
        }
    }

    @Test func `whoever is locked or has given the link up proves nothing`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let success = try await fixture.succeed()
            try await fixture.server.call("\(IntentsFixture.users)/LockUser", ["userId": "minnie"])
            #expect(try await fixture.createSession(success).text.contains("SESSION-Gj4ko"))
            try await fixture.server.call("\(IntentsFixture.users)/UnlockUser", ["userId": "minnie"])
            try await fixture.server.call(
                "\(IntentsFixture.users)/RemoveIDPLink",
                ["userId": "minnie", "idpId": .string(fixture.idp), "linkedUserId": "ext-42"])
            #expect(try await fixture.createSession(success).text.contains("COMMAND-O8xk3w"))
        }
    }

    @Test func `a second factor is forced on those who log in here, and on all where the policy says so`() async throws
    {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            for (policy, status) in [("forceMfaLocalOnly", HTTPStatus.ok), ("forceMfa", .forbidden)] {
                try await fixture.server.manage(
                    .put, "/admin/v1/policies/login",
                    ["allowUsernamePassword": true, "allowExternalIdp": true, "\(policy)": true])
                let made = try await fixture.createSession(fixture.succeed()).json
                let token = try fixture.server.text(made, "sessionToken")
                let answer = try await fixture.call("GetUserByID", ["userId": "minnie"], token: token)
                #expect(answer.status == status, "\(policy) \(answer.text)")
            }
        }
    }

    @Test func `a later session takes the intent as well, and the token of a sign-in has one factor`() async throws {
        try await IntentsFixture.run { fixture in
            try await fixture.link("minnie")
            let project = try await fixture.server.addProject("Shop")
            let signIn = TestSignIn(fixture.server, try await fixture.server.addClient("web", project: project))
            let made = try await fixture.server.call(
                "zitadel.session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": "minnie"]]])
            let id = try fixture.server.text(made, "sessionId")
            let success = try await fixture.succeed()
            let changed = try await fixture.server.call(
                "zitadel.session.v2.SessionService/SetSession",
                [
                    "sessionId": .string(id),
                    "checks": [
                        "idpIntent": ["idpIntentId": .string(success.id), "idpIntentToken": .string(success.token)]
                    ],
                ])
            let session = TestSession(id: id, token: try fixture.server.text(changed, "sessionToken"))
            let tokens = try await signIn.tokens(session: session)
            let claims = try JWTParts(fixture.server.text(tokens, "id_token")).claims
            #expect(claims["sub"] == "minnie")
            #expect(claims["amr"]?.arrayValue ?? [] == [])
            #expect(claims["auth_time"] == .integer(fixture.server.clock.now.seconds))
        }
    }
}
