internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Identity providers that are slow or broken harm nobody else", .timeLimit(.minutes(5)))
struct SlowProviderTests {
    private static let metadata = "/.well-known/openid-configuration"

    /// Adds a test's provider.
    /// - Parameter isOfOrganization: whether to one organization, else to the instance.
    private static func add(
        _ provider: TestProvider, to server: TestServer, isOfOrganization: Bool
    ) async throws -> String {
        guard isOfOrganization else { return try await server.addOpenIDProvider(provider, ["name": "Slow"]) }
        return try await server.text(
            server.manage(
                .post, "/management/v1/idps/generic_oidc",
                [
                    "name": "Slow", "issuer": .string(provider.issuer), "clientId": .string(TestProvider.clientID),
                    "clientSecret": .string(TestProvider.clientSecret),
                ]), "id")
    }

    @Test(arguments: [(false, 16), (true, 8)])
    func `twenty who sign in with one that never answers hold up nobody else`(
        isOfOrganization: Bool, share: Int
    ) async throws {
        let clock = TestClock()
        try await IntentsFixture.run(clock: clock, providerTimeout: .seconds(600)) { fixture in
            let waiting = try await TestProvider.serve(clock: clock) { slow in
                let idp = try await Self.add(slow, to: fixture.server, isOfOrganization: isOfOrganization)
                slow.behave { $0.silentPaths = ["/token"] }
                let attempts = (0..<20).map { _ in
                    Task { try await fixture.callback(slow.answer(to: fixture.start(idp)), at: idp) }
                }
                #expect(await eventually { slow.calls(of: "/token").count == share })
                for _ in 0..<10 { _ = try await fixture.succeed() }
                #expect(slow.calls(of: "/token").count == share)
                return attempts
            }
            for attempt in waiting {
                let answer = try await attempt.value
                #expect(answer.fields["Location"]?.contains("&error=") == true)
            }
        }
    }

    @Test func `twenty who begin at one that never tells of itself ask it once, and hold up nobody else`() async throws
    {
        let clock = TestClock()
        try await IntentsFixture.run(clock: clock, providerTimeout: .seconds(600)) { fixture in
            let waiting = try await TestProvider.serve(clock: clock) { slow in
                slow.behave { $0.silentPaths = [Self.metadata] }
                let idp = try await fixture.server.addOpenIDProvider(slow, ["name": "Slow"])
                let attempts = (0..<20).map { _ in Task { try await fixture.tryStart(idp) } }
                #expect(await eventually { !slow.calls.isEmpty })
                for _ in 0..<10 { _ = try await fixture.succeed() }
                #expect(slow.calls.count == 1)
                return attempts
            }
            for attempt in waiting {
                let answer = try await attempt.value
                #expect(answer.status == .serviceUnavailable)
            }
        }
    }

    @Test func `fifty first sign-ins ask for metadata once, and for keys once`() async throws {
        try await IntentsFixture.run { fixture in
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<50 { group.addTask { try await fixture.roundTrip() } }
                for try await location in group { #expect(location.hasPrefix(IntentsFixture.success)) }
            }
            #expect(fixture.provider.calls(of: Self.metadata).count == 1)
            #expect(fixture.provider.calls(of: "/keys").count == 1)
            #expect(fixture.provider.calls(of: "/token").count == 50)
        }
    }

    @Test func `one that fails is asked again after half a minute, and not before`() async throws {
        try await IntentsFixture.run { fixture in
            let clock = fixture.server.clock
            fixture.provider.behave { $0.answers[Self.metadata] = .empty(.internalServerError) }
            for (seconds, calls) in [(0, 1), (0, 1), (29, 1), (1, 2), (29, 2)] {
                clock.advance(by: .seconds(seconds))
                let refused = try await fixture.tryStart()
                #expect(refused.status == .serviceUnavailable && refused.text.contains("IDP-Un4vl"), "\(refused.text)")
                #expect(fixture.provider.calls(of: Self.metadata).count == calls)
            }
            fixture.provider.behave { $0.answers = [:] }
            clock.advance(by: .seconds(1))
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: Self.metadata).count == 3)
        }
    }

    @Test func `keys that fail are asked for again after half a minute, and not before`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.answers["/keys"] = .empty(.badGateway) }
            for seconds in [0, 0, 29] {
                fixture.server.clock.advance(by: .seconds(seconds))
                #expect(try await fixture.failure().code == "server_error")
                #expect(fixture.provider.calls(of: "/keys").count == 1)
            }
            fixture.provider.behave { $0.answers = [:] }
            fixture.server.clock.advance(by: .seconds(1))
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: "/keys").count == 2)
        }
    }

    @Test func `known keys count while the provider cannot tell of new ones`() async throws {
        try await IntentsFixture.run { fixture in
            _ = try await fixture.succeed()
            fixture.server.clock.advance(by: .seconds(30))
            fixture.provider.behave {
                $0.answers["/keys"] = .empty(.badGateway)
                $0.header["kid"] = "made up"
            }
            for _ in 0..<3 { #expect(try await fixture.failure().code == "server_error") }
            #expect(fixture.provider.calls(of: "/keys").count == 2)
            fixture.provider.behave { $0.header = [:] }
            _ = try await fixture.succeed()
            #expect(fixture.provider.calls(of: "/keys").count == 2)
        }
    }

    @Test func `a failure is no matter of another issuer, nor of another organization`() async throws {
        let clock = TestClock()
        try await IntentsFixture.run(clock: clock) { fixture in
            fixture.provider.behave { $0.answers[Self.metadata] = .empty(.internalServerError) }
            #expect(try await fixture.tryStart().status == .serviceUnavailable)
            fixture.provider.behave { $0.answers = [:] }
            let own = try await Self.add(fixture.provider, to: fixture.server, isOfOrganization: true)
            #expect(try await fixture.tryStart(own).status == .ok)
            try await TestProvider.serve(clock: clock) { other in
                // What was wrong is put right: the provider gets another issuer.
                try await fixture.server.manage(
                    .put, "/admin/v1/idps/generic_oidc/\(fixture.idp)",
                    [
                        "name": "Corp", "issuer": .string(other.issuer), "clientId": .string(TestProvider.clientID),
                        "clientSecret": .string(TestProvider.clientSecret),
                    ])
                #expect(try await fixture.tryStart().status == .ok)
            }
        }
    }

    @Test func `who stops waiting leaves the others, and the last one ends it`() async throws {
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.silentPaths = [Self.metadata] }
            let first = Task { try await fixture.tryStart() }
            #expect(await eventually { fixture.provider.calls.count == 1 })
            let second = Task { try await fixture.tryStart() }
            first.cancel()
            _ = await first.result
            fixture.provider.behave { $0.silentPaths = [] }
            let answer = try await second.value
            #expect(answer.status == .ok)
            // It is the second one's own request only when that came after the first one had left.
            #expect(fixture.provider.calls(of: Self.metadata).count <= 2)
        }
        try await IntentsFixture.run { fixture in
            fixture.provider.behave { $0.silentPaths = [Self.metadata] }
            let only = Task { try await fixture.tryStart() }
            #expect(await eventually { fixture.provider.calls.count == 1 })
            only.cancel()
            _ = await only.result
            // Given up here is not failed there.
            fixture.provider.behave { $0.silentPaths = [] }
            let answer = try await fixture.tryStart()
            #expect(answer.status == .ok)
        }
    }

    @Test(arguments: [true, false])
    func `several slow answers together get no more time than one`(isOpenID: Bool) async throws {
        let clock = TestClock()
        try await TestProvider.serve(clock: clock) { provider in
            let server = try await TestServer(
                allowedHosts: ["localhost"], clock: clock, providerTimeout: .seconds(3))
            let idp =
                isOpenID
                ? try await server.addOpenIDProvider(provider)
                : try await server.addOAuthProvider(provider, ["idAttribute": "sub"])
            let fixture = IntentsFixture(server: server, provider: provider, idp: idp)
            let query = try await provider.answer(to: fixture.start())
            // Each of them alone is in time.
            provider.behave {
                for path in ["/token", "/keys", "/userinfo"] { $0.delays[path] = .seconds(2) }
            }
            let answer = try await fixture.callback(query)
            #expect(answer.fields["Location"]?.contains("&error=temporarily_unavailable") == true)
            if isOpenID { #expect(provider.calls(of: "/userinfo").isEmpty) }
        }
    }

    @Test func `a sign-in that nobody comes back from is forgotten`() async throws {
        try await IntentsFixture.run { fixture in
            let (server, clock) = (fixture.server, fixture.server.clock)
            func count() async throws -> Int64? {
                try await server.database.read { (tx) throws(DomainError) in
                    try tx.first("SELECT COUNT(*) AS count FROM identity_provider_intents") {
                        (row) throws(DomainError) in try row.integer("count")
                    }
                }
            }
            for _ in 0..<3 { _ = try await fixture.start() }
            clock.advance(by: .minutes(15))
            _ = try await server.database.removeExpired(at: clock.now)
            #expect(try await count() == 3)
            clock.advance(by: .minutes(1))
            _ = try await server.database.removeExpired(at: clock.now)
            #expect(try await count() == 0)
        }
    }
}
