internal import App
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// How often, by whom and where applications are told.
extension BackChannelLogoutTests {
    @Test(arguments: [HTTPStatus.internalServerError, .badGateway, .serviceUnavailable, .tooManyRequests])
    func `an application that cannot listen now is told again, with the same name of the event`(
        status: HTTPStatus
    ) async throws {
        try await withWorld { world in
            world.listener.answer([status, status])
            try await world.endSession()
            #expect(await world.courier.deliver() == 1)
            #expect(await world.courier.deliver() == 0)
            #expect(try await world.notices().first?.reason == "it said \(status)")
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 1)
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 0)
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 1)
            #expect(try await world.notices().isEmpty)
            let tokens = try world.listener.heard.map { try JWTParts($0).claims }
            #expect(tokens.count == 3)
            #expect(Set(tokens.map { $0["jti"] }).count == 1)
            #expect(Set(tokens.map { $0["iat"] }).count == 3)
        }
    }

    @Test(arguments: [HTTPStatus.badRequest, .notFound, .seeOther])
    func `an application that refuses is not asked again`(status: HTTPStatus) async throws {
        try await withWorld { world in
            world.listener.answer([status])
            try await world.endSession()
            await world.courier.deliver()
            let notice = try #require(try await world.notices().first)
            #expect(notice.state == .dead)
            #expect(notice.clientID == world.client.clientID)
            world.server.clock.advance(by: .hours(2))
            #expect(await world.courier.deliver() == 0)
            let metrics = try await world.server.get("/debug/metrics").text
            #expect(metrics.contains(#"alcazar_logout_notices{state="dead"} 1"#))
            #expect(metrics.contains(#"alcazar_logout_notice_attempts_total{outcome="dead"} 1"#))
            let listed = LogoutListing.line(notice)
            #expect(listed.contains("client \(world.client.clientID)"))
            #expect(listed.contains("(it said \(status))"))
            world.server.clock.advance(by: .days(8))
            _ = try await world.server.database.removeExpired(at: world.server.clock.now)
            #expect(try await world.notices().isEmpty)
        }
    }

    @Test func `after a day nobody tries any more`() async throws {
        try await withWorld { world in
            world.listener.answer(Array(repeating: .serviceUnavailable, count: 200))
            try await world.endSession()
            var attempts = 0
            while try await world.notices().first?.state == .waiting {
                attempts += await world.courier.deliver()
                world.server.clock.advance(by: .minutes(73))
            }
            #expect((15...25).contains(attempts))
            #expect(try await world.notices().first?.reason == "it said 503")
        }
    }

    @Test func `CVE-2025-67494: no application makes this service call a private network`() async throws {
        try await withWorld { world in
            let strict = try await world.server.node()
            let refused = try await strict.tryCall(
                "zitadel.application.v2.ApplicationService/CreateApplication",
                [
                    "projectId": .string(world.client.projectID), "name": "private",
                    "oidcConfiguration": [
                        "redirectUris": ["https://app.example/"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                        "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
                        "backChannelLogoutUri": "http://127.0.0.1/logout",
                    ],
                ])
            #expect(refused.text.contains("PROJECT-msNebo"))
            try await world.endSession()
            // A node sees what another one wrote a few milliseconds later.
            let deadline = ContinuousClock.now + .seconds(20)
            while await strict.service.jobs.logoutCourier.deliver() == 0, ContinuousClock.now < deadline {}
            #expect(world.listener.heard.isEmpty)
            #expect(try await world.notices().first?.state == .dead)
        }
    }

    @Test func `of several nodes one tells`() async throws {
        try await withWorld { world in
            let other = try await world.server.node(allowedHosts: ["127.0.0.1"])
            try await world.endSession()
            async let first = world.courier.deliver()
            async let second = other.service.jobs.logoutCourier.deliver()
            #expect(await first + second == 1)
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test func `a notice that a dead courier left behind is taken up by another`() async throws {
        try await withWorld { world in
            try await world.endSession()
            let now = world.server.clock.now
            let due = try await world.server.database.read { (tx) throws(DomainError) in
                try tx.dueLogoutNotices(leaving: [], atMost: 8, at: now)
            }
            let id = try #require(due.first?.id)
            for isTaken in [true, false] {
                let taken = try await world.server.database.write { (tx) throws(DomainError) in
                    try tx.takeLogoutNotice(id, holder: "dead", until: now + .minutes(1), at: now)
                }
                #expect((taken != nil) == isTaken)
            }
            #expect(await world.courier.deliver() == 0)
            world.server.clock.advance(by: .minutes(1))
            #expect(await world.courier.deliver() == 1)
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test func `a running service tells by itself`() async throws {
        try await withWorld { world in
            let running = Task { await world.courier.run() }
            try await world.endSession()
            let deadline = ContinuousClock.now + .seconds(20)
            while world.listener.heard.isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            running.cancel()
            await running.value
            #expect(world.listener.heard.count == 1)
        }
    }
}
