internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Mix-up of identity providers")
struct MixUpTests {
    @Test func `RFC 9700 §4.4: every provider has a redirect URI of its own`() async throws {
        try await IntentsFixture.run { fixture in
            let kinds = [
                fixture.idp, try await fixture.server.addOpenIDProvider(fixture.provider, ["name": "Twin"]),
                try await fixture.server.addOAuthProvider(fixture.provider),
            ]
            for idp in kinds {
                let asked = try await TestSignIn.members(of: fixture.start(idp))
                #expect(asked["redirect_uri"] == "\(fixture.server.issuer)/idps/callback/\(idp)")
                _ = try await fixture.succeed(idp)
                #expect(fixture.provider.calls(of: "/token").last?.form["redirect_uri"] == asked["redirect_uri"])
            }
        }
    }

    @Test func `RFC 9700 §4.4: a code that comes to the address of another provider is not redeemed, nor used up`()
        async throws
    {
        try await IntentsFixture.run { fixture in
            // What a malicious provider does: it leads whoever was sent to it on to an honest one, with the state of its own.
            let honest = try await fixture.server.addOAuthProvider(fixture.provider)
            let answer = try await fixture.provider.answer(to: fixture.start())
            for other in [honest, "unknown", String(repeating: "9", count: 300)] {
                let refused = try await fixture.callback(answer, at: other)
                #expect(refused.status == .badRequest && refused.text.contains("IDP-Answ1"), "\(other)")
                #expect(refused.fields["Location"] == nil)
            }
            #expect(fixture.provider.calls(of: "/token").isEmpty)
            #expect(try await fixture.callback(answer).status == .found)
        }
    }

    @Test func `there is no address for all of them`() async throws {
        try await IntentsFixture.run { fixture in
            let answer = Form(try await fixture.provider.answer(to: fixture.start()).map { (name: $0.0, value: $0.1) })
            for path in ["/idps/callback", "/idps/callback/"] {
                let response = try await fixture.server.get("\(path)?\(answer.encoded)")
                #expect([.notFound, .badRequest].contains(response.status), "\(path)")
            }
            #expect(fixture.provider.calls(of: "/token").isEmpty)
        }
    }
}
