internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

/// PostgreSQL plans by what is in the tables, so there is something. Its default collation is that of a language, where
/// texts that begin alike are no range.
@Suite("Searches for users are served by an index, on PostgreSQL")
struct UserSearchPostgresPlanTests {
    private static let store = Task {
        let place = try await StorePlace(.postgres)
        let database = try Database(
            place.driver(connections: 1), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(Migration.all, at: Store.clock.now())
        let connection = try place.driver().connectAlone(.writer)
        try connection.beginMigration()
        try connection.run(script: people)
        try connection.commit()
        return (place, database)
    }

    /// 4,000 in one organization, 1,000 in another.
    private static let people = """
        INSERT INTO organizations (id, name, name_folded, state, sequence, created_at, changed_at)
        VALUES ('acme', 'Acme', 'acme', 'active', 1, 1, 1), ('other', 'Other', 'other', 'active', 1, 1, 1);
        INSERT INTO users (
            id, organization_id, type, state, username, username_folded, username_scope, tokens_valid_from, sequence,
            created_at, changed_at, given_name_folded, family_name_folded, nick_name_folded, display_name_folded,
            email_folded
        )
        SELECT CAST(n AS TEXT), CASE WHEN n % 5 = 0 THEN 'other' ELSE 'acme' END, 'human', 'active', 'User' || n,
            'user' || n, '', 0, 1, n, n, 'given' || n, 'family' || n, 'nick' || n, 'given' || n || ' family' || n,
            'mail' || n || '@acme.example'
        FROM generate_series(1, 5000) n;
        INSERT INTO humans (
            user_id, given_name, family_name, nick_name, display_name, preferred_language, gender, email,
            is_email_verified, phone, is_phone_verified, is_password_change_required
        )
        SELECT id, given_name_folded, family_name_folded, nick_name_folded, display_name_folded, 'en', 'unspecified',
            email_folded, FALSE, '', FALSE, FALSE
        FROM users;
        INSERT INTO user_metadata (user_id, key, value, sequence, created_at, changed_at)
        SELECT id, 'key' || id, '', 1, 1, 1 FROM users;
        ANALYZE users;
        ANALYZE humans;
        ANALYZE user_metadata;
        """

    static let searches: [(User.Filter, String)] = [
        (.username(TextMatch("user17", .equals)), "Index Cond: (username_folded = 'user17'"),
        (.loginName(TextMatch("User1", .equalsIgnoreCase)), "Index Cond: ((username_folded = 'user1'"),
        (.loginName(TextMatch("User17", .startsWithIgnoreCase)), "Index Cond: ((username_folded >= 'user17'"),
        (.username(TextMatch("User17", .startsWith)), "Index Cond: ((username_folded >= 'user17'"),
        (.email(TextMatch("MAIL17", .startsWithIgnoreCase)), "Index Cond: ((email_folded >= 'mail17'"),
        (.email(TextMatch("mail17", .startsWith)), "Index Cond: ((email_folded >= 'mail17'"),
        (.email(TextMatch("mail17@acme.example", .equalsIgnoreCase)), "Index Cond: (email_folded = "),
        (.emails(["mail17@acme.example", "mail18@acme.example"]), "Index Cond: (email_folded = ANY "),
        (.givenName(TextMatch("Given17", .startsWithIgnoreCase)), "(given_name_folded >= 'given17'"),
        (.familyName(TextMatch("family17", .startsWith)), "(family_name_folded >= 'family17'"),
        (.nickName(TextMatch("nick17", .startsWith)), "(nick_name_folded >= 'nick17'"),
        (.displayName(TextMatch("GIVEN17", .startsWithIgnoreCase)), "(display_name_folded >= 'given17'"),
        (.metadata([.key(TextMatch("key177", .startsWith))]), "Index Cond: ((key >= 'key177'"),
    ]

    @Test(arguments: searches.indices)
    func `texts that begin alike are a range of an index`(index: Int) async throws {
        let (filter, expected) = Self.searches[index]
        let (_, database) = try await Self.store.value
        let search = User.Search(filters: [.organization("acme"), filter], sorting: .id)
        let statements = UserSearchStatements(search, UserSearchPlanTests.owner)
        let plan = try await database.read { (tx) throws(DomainError) in
            var query = SQLQuery("EXPLAIN (COSTS OFF) ")
            statements.append(idsOf: .everybody, to: &query, limit: 100, offset: 0)
            return try tx.all(query) { (row) throws(DomainError) in try row.text("QUERY PLAN") }
        }
        #expect(plan.contains { $0.contains("Index Cond: ") && $0.contains(expected) }, "\(plan)")
        #expect(!plan.contains { $0.contains("Seq Scan on users") }, "\(plan)")
    }
}
