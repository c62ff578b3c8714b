internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Sessions: authenticator applications")
struct SessionTOTPTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    @Test func `the application's code passes, once`() async throws {
        let application = try await fixture.registerTOTP()
        let (first, second) = (try await fixture.session(), try await fixture.session())
        let code = application.code(at: fixture.server.clock.now)
        expect(try await fixture.change(first, SessionsFixture.totp(code)), .ok)
        #expect(try await fixture.stored(first)["factors"]?["totp"]?["verifiedAt"] == "2026-01-05T10:01:00Z")
        for session in [first, second] {
            expect(
                try await fixture.change(session, SessionsFixture.totp(code)), .badRequest, containing: "EVENT-8isk2")
        }
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func `the neighbouring steps count too`(_ steps: Int64, _ isRight: Bool) async throws {
        let application = try await fixture.registerTOTP()
        // So that no earlier step was used.
        fixture.server.clock.advance(by: .minutes(5))
        let code = application.code(at: fixture.server.clock.now + .seconds(30 * steps))
        let response = try await fixture.change(fixture.session(), SessionsFixture.totp(code))
        #expect(response.status == (isRight ? .ok : .badRequest))
    }

    @Test func `CVE-2025-55000, CVE-2025-46815: of parallel uses of one code one passes`() async throws {
        let application = try await fixture.registerTOTP()
        let code = application.code(at: fixture.server.clock.now)
        let answers = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<8 {
                group.addTask { [fixture] in
                    try await fixture.call(
                        "CreateSession",
                        ["checks": ["user": ["userId": "minnie"], "totp": ["code": .string(code)]]]
                    ).status
                }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == .ok } == 1)
    }
}
