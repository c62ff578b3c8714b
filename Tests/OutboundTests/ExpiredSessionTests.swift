internal import App
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

extension BackChannelLogoutTests {
    /// The session of an hour in which a person signs in to the application of a world.
    private func sessionOfAnHour(_ world: World) async throws -> TestSession {
        let made = try await world.server.call(
            "zitadel.session.v2.SessionService/CreateSession",
            [
                "checks": [
                    "user": ["userId": .string(try await world.server.addPerson("road"))],
                    "password": ["password": "Secr3t-P4ssword!"],
                ],
                "lifetime": "3600s",
            ])
        let session = TestSession(
            id: try world.server.text(made, "sessionId"), token: try world.server.text(made, "sessionToken"))
        _ = try await TestSignIn(world.server, world.client).tokens([("scope", "openid")], session: session)
        return session
    }

    private func heard(_ world: World) throws -> [JSONValue?] {
        try world.listener.heard.map { try JWTParts($0).claims["sid"] }
    }

    @Test func `a session that runs out is told, once, a minute later`() async throws {
        try await withWorld { world in
            let session = try await sessionOfAnHour(world)
            let other = try await world.server.node(allowedHosts: ["127.0.0.1"])
            world.server.clock.advance(by: .seconds(3659))
            await world.server.service.jobs.runOnce()
            #expect(await world.courier.deliver() == 0)
            world.server.clock.advance(by: .seconds(1))
            async let first: Void = world.server.service.jobs.runOnce()
            async let second: Void = other.service.jobs.runOnce()
            _ = await (first, second)
            await world.server.service.jobs.runOnce()
            #expect(await world.courier.deliver() == 1)
            #expect(try heard(world) == [.string(session.id)])
            // Neither the end of what is over nor its removal is told again.
            _ = try await world.server.tryCall(
                "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
            world.server.clock.advance(by: .days(31))
            await world.server.service.jobs.runOnce()
            #expect(await world.courier.deliver() == 0)
        }
    }

    @Test func `a session that was ended in time does not run out as well`() async throws {
        try await withWorld { world in
            let session = try await sessionOfAnHour(world)
            try await world.server.call(
                "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
            #expect(await world.courier.deliver() == 1)
            world.server.clock.advance(by: .seconds(3700))
            await world.server.service.jobs.runOnce()
            #expect(await world.courier.deliver() == 0)
            #expect(try heard(world) == [.string(session.id)])
        }
    }

    @Test func `every application of every session that ran out is told, in batches of any size`() async throws {
        try await withWorld { world in
            let session = try await sessionOfAnHour(world)
            for name in ["second", "third"] {
                let client = try await world.server.addClient(
                    name, project: world.client.projectID, ["backChannelLogoutUri": .string(world.address)])
                _ = try await TestSignIn(world.server, client).tokens([("scope", "openid")], session: session)
            }
            world.server.clock.advance(by: .hours(2))
            let now = world.server.clock.now
            #expect(try await world.server.database.tellOfExpiredSessions(at: now, batch: 2) == 3)
            #expect(try await world.server.database.tellOfExpiredSessions(at: now, batch: 2) == 0)
            #expect(try await world.notices().count == 3)
            #expect(Set(try await world.notices().map(\.clientID)).count == 3)
        }
    }
}
