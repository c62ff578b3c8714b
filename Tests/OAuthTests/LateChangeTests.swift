internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// Whether a code or a refresh token counts is decided when it is spent, however long the request has waited. On SQLite
/// one write runs at a time, so a test can let requests wait behind a change; on PostgreSQL the transactions meet, which
/// the engine sees.
@Suite("What changes while a grant waits to be used", .enabled(if: StoreEngine.ofService == .sqlite))
struct LateChangeTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    /// Answers of requests that wait for the store while a change is made.
    private func answers(
        to requests: [@Sendable () async throws -> TestResponse],
        after change: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> Void = { _ in }
    ) async throws -> [TestResponse] {
        let database = server.database
        let (beginning, continuation) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: TestResponse?.self) { group in
            group.addTask {
                try await database.write { (tx) throws(DomainError) in
                    continuation.finish()
                    let start = ContinuousClock.now
                    while database.statistics.waiting < requests.count {
                        guard start.duration(to: .now) < .seconds(30) else { throw .internalFault }
                    }
                    try change(tx)
                }
                return nil
            }
            for await _ in beginning {}
            for request in requests { group.addTask { try await request() } }
            return try await group.reduce(into: []) { answers, answer in
                if let answer { answers.append(answer) }
            }
        }
    }

    private func isAlive(_ tokens: JSONValue) async throws -> Bool {
        try await server.get("/oidc/v1/userinfo", token: server.text(tokens, "access_token")).status == .ok
    }

    /// Each ends a person's sign-in, or the person.
    private func change(_ number: Int) -> @Sendable (borrowing Transaction) throws(DomainError) -> Void {
        let user = User.ID(user)
        let session = Session.ID(session.id)
        let now = server.clock.now
        return { (tx) throws(DomainError) in
            switch number {
            case 0: _ = try tx.terminate(session, sequence: 1, endingTokensUntil: now + .days(1), at: now)
            case 1: _ = try tx.setState(.inactive, of: user, from: .active, or: .active)
            default: try tx.revoke(token: session.rawValue, until: now + .days(1))
            }
        }
    }

    @Test(arguments: 0..<3)
    func `a code gives nothing once the session or the user has ended`(number: Int) async throws {
        let code = try await signIn.code(session: session)
        let redeem = { @Sendable in try await signIn.redeem(code) }
        let refused = try await answers(to: [redeem], after: change(number))
        #expect(try refused.map { try $0.json["error"] } == ["invalid_grant"])
    }

    @Test func `of two who redeem a code at once the second ends what the first got`() async throws {
        let code = try await signIn.code(session: session)
        let redeem = { @Sendable in try await signIn.redeem(code) }
        let both = try await answers(to: [redeem, redeem])
        #expect(both.map(\.status.code).sorted() == [200, 400])
        let tokens = try #require(both.first { $0.status == .ok }).json
        #expect(try await !isAlive(tokens))
        #expect(try await signIn.refresh(server.text(tokens, "refresh_token")).json["error"] == "invalid_grant")
    }

    @Test func `a refresh token gives nothing once the user is inactive`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        let refused = try await answers(to: [{ try await signIn.refresh(refresh) }], after: change(1))
        #expect(try refused.map { try $0.json["error"] } == ["invalid_grant"])
    }

    @Test func `no grant gives anything once the application is inactive`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        let code = try await signIn.code(session: session)
        let (application, now) = (Application.ID(signIn.client.id), server.clock.now)
        let refused = try await answers(
            to: [{ try await signIn.refresh(refresh) }, { try await signIn.redeem(code) }]
        ) { (tx) throws(DomainError) in
            _ = try tx.setState(.inactive, of: application, at: now)
        }
        #expect(try refused.map { try $0.json["error"] } == ["invalid_grant", "invalid_grant"])
    }

    @Test func `a refresh token gives nothing once its family is revoked`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        let user = User.ID(user)
        let now = server.clock.now
        let refused = try await answers(to: [{ try await signIn.refresh(refresh) }]) { (tx) throws(DomainError) in
            try tx.revokeFamilies(of: user, endingTokensUntil: now + .days(1), at: now)
        }
        #expect(try refused.map { try $0.json["error"] } == ["invalid_grant"])
    }

    @Test func `a refresh token says nothing about a session that has just ended`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        let given = try await answers(to: [{ try await signIn.refresh(refresh) }], after: change(0))
        let tokens = try #require(given.first).json
        #expect(try await isAlive(tokens))
        #expect(try JWTParts(server.text(tokens, "id_token")).claims["sid"] == nil)
    }

    @Test func `of two who refresh at once both get a successor that counts`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        let one = { @Sendable in try await signIn.refresh(refresh) }
        for answer in try await answers(to: [one, one]) {
            #expect(answer.status == .ok)
            #expect(try await signIn.refresh(server.text(answer.json, "refresh_token")).status == .ok)
        }
    }
}
