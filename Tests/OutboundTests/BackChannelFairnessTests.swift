internal import HTTP
internal import Model
internal import Outbound
internal import Platform
internal import SQL
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import Domain

/// An application that does not answer is waited for by those of its own organization.
extension BackChannelLogoutTests {
    /// An application that answers when it is let to.
    private final class SlowListener: Sendable {
        private let isReleased = Mutex(false)
        let arrivals = Counter()

        func release() { isReleased.withLock { $0 = true } }

        var route: Route {
            Route(.post, "/slow", "slow") { [self] _ in
                arrivals.increment()
                _ = await eventually { isReleased.withLock { $0 } }
                return .empty(.ok)
            }
        }
    }

    /// Puts notices for an application of another organization into the outbox, before all others.
    private static func post(_ count: Int, to uri: String, in world: World) async throws {
        let server = world.server
        let organization = try await server.addOrganization("slow")
        let project = try await server.addProject("slow", organization: organization)
        let client = try await server.addClient("slow", project: project, ["backChannelLogoutUri": .string(uri)])
        let due = server.clock.now - .minutes(1)
        try await server.database.write { (tx) throws(DomainError) in
            for number in 0..<count {
                try tx.execute(
                    """
                    INSERT INTO logout_notices (
                        id, client_id, uri, session_id, user_id, state, attempts, due_at, holder, reason, created_at,
                        changed_at
                    ) VALUES ($1, $2, $3, 's', 'u', 'waiting', 0, $4, '', '', $4, $4)
                    """,
                    "slow-\(number)", client.clientID, uri, due)
            }
        }
    }

    /// One that waits for longer than any machine under load needs.
    private static func patientCourier(of server: TestServer) -> LogoutCourier {
        var limits = HTTPClient.Limits()
        limits.connect = .seconds(120)
        limits.total = .seconds(120)
        let keys = SigningKeys(
            database: server.database, clock: server.clock.wallClock, masterKey: server.masterKey, log: .none)
        return LogoutCourier(
            database: server.database, signingKeys: keys, issuer: server.issuer,
            web: HTTPClient(.open, connections: LogoutCourier.parallel, limits: limits),
            statistics: LogoutStatistics(), clock: server.clock.wallClock, log: .none, interval: .milliseconds(100))
    }

    @Test(.timeLimit(.minutes(5)))
    func `applications of one organization that do not answer hold up nobody else's, now or later`() async throws {
        let slow = SlowListener()
        try await WebServer.with([slow.route]) { web in
            try await withWorld { world in
                try await Self.post(40, to: web.url("/slow"), in: world)
                try await world.endSession()
                let courier = Self.patientCourier(of: world.server)
                let delivery = Task { await courier.deliver() }
                #expect(await eventually { slow.arrivals.value == 8 && world.listener.heard.count == 1 })
                // What comes while they are waited for is told beside them.
                try await world.server.database.write { (tx) throws(DomainError) in
                    try tx.execute(
                        """
                        INSERT INTO logout_notices (
                            id, client_id, uri, session_id, user_id, state, attempts, due_at, holder, reason,
                            created_at, changed_at
                        ) VALUES ('later', $1, $2, 's', 'minnie', 'waiting', 0, $3, '', '', $3, $3)
                        """,
                        world.client.clientID, world.address, world.server.clock.now)
                }
                #expect(await eventually { world.listener.heard.count == 2 })
                #expect(slow.arrivals.value == 8)
                slow.release()
                let count = await delivery.value
                #expect(count == 42)
                #expect(try await world.notices().isEmpty)
            }
        }
    }

    @Test func `so many are on the way, and so many of one organization's`() {
        func due(_ organizations: String) -> [DueLogoutNotice] {
            organizations.enumerated().map { number, name in
                DueLogoutNotice(
                    id: LogoutNotice.ID("\(number)"), organizationID: Organization.ID(String(name)))
            }
        }
        func admitted(_ traffic: LogoutTraffic, _ organizations: String) -> [String] {
            traffic.admitted(of: due(organizations)).map(\.id.rawValue)
        }
        var traffic = LogoutTraffic(limit: 5, share: 2)
        #expect(traffic.isEmpty && traffic.full.isEmpty)
        #expect(admitted(traffic, "aaabbbccc") == ["0", "1", "3", "4", "6"])
        for name in ["a", "a", "b"] { traffic.begin(Organization.ID(name)) }
        #expect(traffic.full == ["a"])
        #expect(admitted(traffic, "aabbcd") == ["2", "4"])
        traffic.end("a")
        #expect(traffic.full.isEmpty)
        #expect(admitted(traffic, "aabbcd") == ["0", "2", "4"])
        for name in ["a", "b"] { traffic.end(Organization.ID(name)) }
        #expect(traffic.isEmpty)
    }
}
