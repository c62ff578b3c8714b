internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Pages of searches for texts in users")
struct UserSearchPageTests {
    /// More than are read before the others are counted.
    private static let many = 12_000

    static let pages: [(User.Sorting, isAscending: Bool)] = [
        (.id, true), (.id, false), (.username, true), (.email, false), (.state, true),
    ]

    private static func robots(_ engine: StoreEngine) async throws -> UserSearchStore {
        let store = try await UserSearchStore(engine)
        try await store.database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 100001 UNION ALL SELECT n + 1 FROM numbers WHERE n < 112000)
                INSERT INTO users (
                    id, organization_id, type, state, username, username_folded, username_scope, tokens_valid_from,
                    sequence, created_at, changed_at, search_text
                )
                SELECT CAST(n AS TEXT), 'acme', 'machine', 'active', 'robot' || n, 'robot' || n, '', 0, 1, n, n,
                    CAST($1 AS TEXT) || 'robot' || n
                FROM numbers
                """,
                UserSearchText.lineBreak)
            try tx.execute(
                """
                INSERT INTO machines (user_id, name, description, access_token_type)
                SELECT id, '', '', 'bearer' FROM users
                """)
        }
        return store
    }

    private static func filters(_ text: String) -> [User.Filter] {
        let match = TextMatch(text, .contains)
        let any = TextMatch(text, .containsIgnoreCase)
        return [
            .username(match), .any([.username(match), .email(match)]),
            .any([.loginName(any), .givenName(any), .familyName(any), .displayName(any), .email(any)]),
        ]
    }

    @Test(arguments: StoreEngine.allCases, pages.indices)
    func `few, some and many that match come in order and are counted`(engine: StoreEngine, index: Int) async throws {
        let (sorting, isAscending) = Self.pages[index]
        let store = try await Self.robots(engine)
        for text in ["robot", "1100", "7", "11200", "nobody"] {
            let all = (100_001...100_000 + Self.many).map { "\($0)" }.filter { "robot\($0)".contains(text) }
            let expected = isAscending ? all : all.reversed()
            for offset in [0, 5, expected.count - 3, expected.count, 20_000] where offset >= 0 {
                let page = Page(offset: Int64(offset), limit: 10, isAscending: isAscending)
                for (number, filter) in Self.filters(text).enumerated() {
                    let search = User.Search(filters: [filter], sorting: sorting, page: page)
                    for caller in [UserSearchStore.owner, UserSearchStore.administrator] {
                        let found = try await store.search(search, as: caller)
                        #expect(
                            found.rows.map(\.id.rawValue) == Array(expected.dropFirst(offset).prefix(10)),
                            "\(text) \(offset) \(number)")
                        #expect(Int(found.total) == expected.count, "\(text) \(offset) \(number)")
                    }
                }
            }
        }
    }

    /// One is left out of each fourth of a page, so that pages begin and end within states.
    @Test(arguments: StoreEngine.allCases, [true, false])
    func `users come by state, and in one by identifier`(engine: StoreEngine, isAscending: Bool) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(
            (10..<30).map { UserSearchStore.user(User.ID("\($0)"), "u\($0)", .machine(Machine(name: "M"))) })
        try await store.execute("UPDATE users SET state = 'initial' WHERE id >= '11' AND id < '14'")
        try await store.execute("UPDATE users SET state = 'locked' WHERE id >= '20' AND id < '22'")
        try await store.execute("UPDATE users SET state = 'inactive' WHERE id >= '26'")
        let ascending = [10] + Array(14..<20) + Array(22..<26) + Array(26..<30) + [20, 21] + [11, 12, 13]
        let expected = (isAscending ? ascending : ascending.reversed()).map { "\($0)" }
        for caller in [UserSearchStore.owner, UserSearchStore.administrator] {
            for (offset, limit) in [(0, 100), (0, 3), (3, 10), (11, 4), (12, 8), (16, 2), (19, 5), (20, 5), (40, 5)] {
                let page = Page(offset: Int64(offset), limit: Int64(limit), isAscending: isAscending)
                let found = try await store.search(User.Search(filters: [], sorting: .state, page: page), as: caller)
                #expect(found.rows.map(\.id.rawValue) == Array(expected.dropFirst(offset).prefix(limit)))
                #expect(found.total == 20)
            }
        }
    }
}
