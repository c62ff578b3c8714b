internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Lists of sessions and authorizations are served by an index")
struct ListPlanTests {
    static let nobodyElse = Caller.Reach.limited(organizations: [], projects: [], grants: [])
    static let owner = Caller.Reach.limited(organizations: ["acme"], projects: ["p"], grants: ["g"])

    let place: StorePlace
    let database: Database

    init() async throws {
        place = try await StorePlace(.sqlite)
        database = try Database(
            place.driver(connections: 1), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(Migration.all, at: Store.clock.now())
    }

    private func plan(
        _ statement: StaticString, where condition: @Sendable (inout SQLQuery) -> Void, order: StaticString = ""
    ) async throws -> [String] {
        var query = SQLQuery("EXPLAIN QUERY PLAN ")
        query.append(statement)
        query.append(" WHERE ")
        condition(&query)
        query.append(order)
        return try await database.read { [query] (tx) throws(DomainError) in
            try tx.all(query) { (row) throws(DomainError) in try row.text("detail") }
        }
    }

    @Test func `who sees all sessions counts those that have not ended in one index`() async throws {
        let plan = try await plan(
            "SELECT COUNT(*) FROM sessions s", where: { $0.append(sessionsWithin: .everything, of: "me") })
        #expect(plan == ["SCAN s USING INDEX sessions_living"])
    }

    @Test func `codes that are to go are found without a look at those that are kept`() async throws {
        let sweep = try #require(
            Database.sweeps.lazy.map(\.statement).first { $0.description.contains("one_time_codes") })
        guard case .literal(let statement) = sweep else { throw DomainError.internalFault }
        var query = SQLQuery("EXPLAIN QUERY PLAN ")
        query.append(statement, Store.clock.now(), 500)
        let plan = try await database.read { [query] (tx) throws(DomainError) in
            try tx.all(query) { (row) throws(DomainError) in try row.text("detail") }
        }
        #expect(
            plan.contains { $0.hasPrefix("SEARCH") && $0.contains("INDEX one_time_codes_expiry (expires_at<?)") },
            "\(plan)")
    }

    @Test func `one's own sessions are looked up`() async throws {
        let plan = try await plan(
            "SELECT s.id FROM sessions s LEFT JOIN users u ON u.id = s.user_id",
            where: { $0.append(sessionsWithin: Self.nobodyElse, of: "me") }, order: " ORDER BY s.id LIMIT 100")
        #expect(plan.contains("SEARCH s USING INDEX sessions_creator (creator_id=?)"), "\(plan)")
        #expect(plan.contains("SEARCH s USING INDEX sessions_user (user_id=?)"), "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test(arguments: [nobodyElse, owner])
    func `authorizations within a reach are counted by looking them up`(reach: Caller.Reach) async throws {
        let plan = try await plan(
            "SELECT COUNT(*) FROM authorizations a", where: { $0.append(authorizationsWithin: reach, of: "me") })
        #expect(plan.contains { $0.hasPrefix("SEARCH a USING") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test func `authorizations are listed in the order of an index`() async throws {
        let plan = try await plan(
            "SELECT a.id FROM authorizations a JOIN projects p ON p.id = a.project_id",
            where: { $0.append(authorizationsWithin: .everything, of: "me") },
            order: " ORDER BY a.created_at DESC, a.id DESC LIMIT 100")
        #expect(plan.first == "SCAN a USING INDEX authorizations_creation", "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
