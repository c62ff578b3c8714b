internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

/// SQLite tells about the statements of a connection in a table of its own.
@Suite("SQLite: a statement is prepared once")
struct PreparedOnceTests {
    private struct Statement {
        let text: String
        let runs: Int64
        let preparations: Int64
    }

    /// Newer versions look at a bound limit to choose a plan, and so would prepare the statement again for each.
    @Test func `a list keeps its statement whatever limit and offset it is asked for`() async throws {
        let store = try await UserSearchStore(.sqlite)
        try await store.insert(UserSearchStore.people)
        let limits: [Int64] = [1, 100, 7, 1000]
        let statements = try await store.database.read { (tx) throws(DomainError) in
            for limit in limits {
                let page = Page(offset: limit % 4, limit: limit, isAscending: true)
                _ = try tx.users(
                    User.Search(filters: [], sorting: .username, page: page), visibleTo: UserSearchStore.owner)
            }
            return try tx.all("SELECT sql, run, reprep FROM sqlite_stmt") { (row) throws(DomainError) in
                Statement(
                    text: try row.text("sql"), runs: try row.integer("run"), preparations: try row.integer("reprep"))
            }
        }
        let lists = statements.filter { $0.text.contains("LIMIT") && $0.runs == limits.count }
        #expect(!lists.isEmpty, "\(statements)")
        #expect(lists.allSatisfy { $0.preparations == 0 }, "\(lists)")
    }
}
