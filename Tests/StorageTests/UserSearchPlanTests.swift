internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

/// SQLite says which index it takes. A plan does not depend on what is in the tables, because nobody counts that.
@Suite("Searches for users are served by an index")
struct UserSearchPlanTests {
    static let administrator = Caller(
        userID: "root", homeOrganizationID: "first", organizationID: "first",
        memberships: [Caller.Membership(resource: .instance, roles: [.iamOwner])])
    static let owner = Caller(
        userID: "owner", homeOrganizationID: "acme", organizationID: "acme",
        memberships: [Caller.Membership(resource: .organization("acme"), roles: [.orgOwner])])

    let place: StorePlace
    let database: Database

    init() async throws {
        place = try await StorePlace(.sqlite)
        database = try Database(
            place.driver(connections: 1), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(Migration.all, at: Store.clock.now())
    }

    /// What SQLite does to find the users of the first page.
    private func plan(
        _ filters: [User.Filter], by sorting: User.Sorting = .id, _ part: UserSearchStatements.Part = .everybody,
        as caller: Caller = owner
    ) async throws -> [String] {
        let search = User.Search(filters: filters, sorting: sorting)
        let statements = UserSearchStatements(search, caller)
        return try await database.read { (tx) throws(DomainError) in
            var query = SQLQuery("EXPLAIN QUERY PLAN ")
            statements.append(idsOf: part, to: &query, limit: 100, offset: 0)
            return try tx.all(query) { (row) throws(DomainError) in try row.text("detail") }
        }
    }

    static let selective: [(User.Filter, String)] = [
        (.loginName(TextMatch("ada@acme.example", .equals)), "(username_folded=?"),
        (.loginName(TextMatch("Ada", .equalsIgnoreCase)), "(username_folded=?"),
        (.loginName(TextMatch("ad", .startsWith)), "(username_folded>? AND username_folded<?"),
        (.loginName(TextMatch("Ad", .startsWithIgnoreCase)), "(username_folded>? AND username_folded<?"),
        (.username(TextMatch("ada", .equals)), "(username_folded=?"),
        (.username(TextMatch("ad", .startsWithIgnoreCase)), "(username_folded>? AND username_folded<?"),
        (.email(TextMatch("ada@acme.example", .equals)), "users_email (email_folded=?)"),
        (.email(TextMatch("Ada@acme.example", .equalsIgnoreCase)), "users_email (email_folded=?)"),
        (.email(TextMatch("ada", .startsWith)), "users_email (email_folded>? AND email_folded<?)"),
        (.email(TextMatch("Ada", .startsWithIgnoreCase)), "users_email (email_folded>? AND email_folded<?)"),
        (.emails(["ada@acme.example", "bob@acme.example"]), "users_email (email_folded=?)"),
        (.ids(["1", "2"]), "sqlite_autoindex_users_1 (id=?)"),
        (.metadata([.key(TextMatch("team", .equals))]), "user_metadata_key (key=?)"),
        (.metadata([.key(TextMatch("te", .startsWith))]), "user_metadata_key (key>? AND key<?)"),
        (.metadata([.key(TextMatch("team", .equals)), .value([1])]), "user_metadata_key (key=?)"),
    ]

    @Test(arguments: selective.indices, [administrator, owner])
    func `what few users have is looked up`(index: Int, caller: Caller) async throws {
        let (filter, expected) = Self.selective[index]
        for sorting in [User.Sorting.id, .creationDate] {
            for filters in [[filter], [.organization("acme"), filter], [.isHuman, filter]] {
                let plan = try await plan(filters, by: sorting, as: caller)
                #expect(plan.contains { $0.contains(expected) }, "\(plan)")
                #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
            }
        }
    }

    static let texts: [(User.Filter, String)] = [
        (.username(TextMatch("da", .contains)), "users_organization_username"),
        (.loginName(TextMatch("Da", .containsIgnoreCase)), "users_organization_username"),
        (.email(TextMatch("DA", .containsIgnoreCase)), "users_organization_email"),
        (.email(TextMatch("ada_", .endsWithIgnoreCase)), "users_organization_email"),
        (.displayName(TextMatch("DA", .containsIgnoreCase)), "users_organization_display_name"),
        (.familyName(TextMatch("DA", .containsIgnoreCase)), "users_organization_family_name"),
        (.givenName(TextMatch("DA", .containsIgnoreCase)), "users_organization_given_name"),
        (.nickName(TextMatch("DA", .containsIgnoreCase)), "users_organization_nick_name"),
    ]

    @Test(arguments: texts.indices)
    func `texts are compared without reading the users`(index: Int) async throws {
        let (filter, expected) = Self.texts[index]
        let plan = try await plan([filter])
        let index = "SEARCH u USING COVERING INDEX \(expected) (organization_id=?"
        #expect(plan.first?.hasPrefix(index) == true, "\(plan)")
    }

    /// What SQLite does to find those that match, in whatever order.
    private func planForSome(
        _ filters: [User.Filter], as caller: Caller, _ exceptions: UserSearchExceptions = .init()
    ) async throws -> [String] {
        try await plan(filters, caller, exceptions) { $1.append(someTo: &$0, limit: 100) }
    }

    private func plan(
        _ filters: [User.Filter], _ caller: Caller, _ exceptions: UserSearchExceptions = .init(),
        _ append: @Sendable (inout SQLQuery, UserSearchStatements) -> Void
    ) async throws -> [String] {
        var statements = UserSearchStatements(User.Search(filters: filters, sorting: .id), caller)
        statements.exceptions = exceptions
        var query = SQLQuery("EXPLAIN QUERY PLAN ")
        append(&query, statements)
        return try await database.read { [query] (tx) throws(DomainError) in
            try tx.all(query) { (row) throws(DomainError) in try row.text("detail") }
        }
    }

    static let severalTexts: [[User.Filter]] = [
        [.loginName(TextMatch("da", .containsIgnoreCase)), .email(TextMatch("da", .containsIgnoreCase))],
        [.username(TextMatch("da", .contains)), .displayName(TextMatch("da", .contains))],
        [.email(TextMatch("da", .startsWith)), .givenName(TextMatch("da", .startsWithIgnoreCase))],
        [
            .any([.familyName(TextMatch("da", .equals)), .nickName(TextMatch("ad", .endsWith))]),
            .username(TextMatch("x", .equals)),
        ],
    ]

    @Test(arguments: severalTexts.indices)
    func `a text in several columns is looked for in one index`(index: Int) async throws {
        let filter = User.Filter.any(Self.severalTexts[index])
        let expected = "SEARCH u USING INDEX users_organization_search (organization_id=? AND search_text>?)"
        for (caller, filters) in [
            (Self.owner, [filter]), (Self.administrator, [filter]),
            (Self.administrator, [.organization("acme"), filter]),
        ] {
            let plan = try await planForSome(filters, as: caller)
            #expect(plan.first == expected, "\(plan)")
            #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
        }
    }

    static let fiveColumns: [User.Filter] = [TextMatch.Method.containsIgnoreCase, .startsWithIgnoreCase].flatMap {
        method in
        ["da", "a@acme.example"].map { text in
            let match = TextMatch(text, method)
            return .any([
                .loginName(match), .givenName(match), .familyName(match), .displayName(match), .email(match),
            ])
        }
    }

    static let someOrganizations: [(Caller, [User.Filter])] = [
        (owner, []), (administrator, [.organization("acme")]), (administrator, []),
    ]

    @Test(arguments: fiveColumns, someOrganizations.indices)
    func `of a text in all columns the index alone tells`(filter: User.Filter, index: Int) async throws {
        let (caller, filters) = Self.someOrganizations[index]
        let none = UserSearchExceptions(hasScopes: false, hasNickNames: false, lacksTexts: false)
        for exceptions in [none, .init()] {
            let plan = try await planForSome(filters + [filter], as: caller, exceptions)
            let expected = "SEARCH u USING COVERING INDEX users_organization_search (organization_id=?)"
            #expect(plan.first == expected, "\(plan)")
            #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
            // Who has no text is looked up there too.
            let lookup = "SEARCH u USING INDEX users_organization_search (organization_id=? AND search_text=?)"
            #expect(plan.contains(lookup) == exceptions.lacksTexts, "\(plan)")
        }
    }

    @Test(arguments: someOrganizations.indices)
    func `whether there are exceptions is looked up`(index: Int) async throws {
        let (caller, filters) = Self.someOrganizations[index]
        let plan = try await plan(filters + [Self.fiveColumns[0]], caller) { $1.append(exceptionsTo: &$0) }
        for part in [
            "COVERING INDEX users_scoped", "COVERING INDEX users_organization_nick_name (organization_id=? AND ",
            "COVERING INDEX users_organization_search (organization_id=? AND search_text=?)",
        ] {
            #expect(plan.contains { $0.contains(part) }, "\(plan)")
        }
    }

    @Test(arguments: [owner, administrator])
    func `those that match beyond the first ones are counted from there on`(caller: Caller) async throws {
        let filters =
            [(Self.fiveColumns[0], "search", "search_text")]
            + Self.texts.map { filter, index in
                let column = String(index.dropFirst("users_organization_".count))
                return (filter, column, column + "_folded")
            }
        for (filter, index, column) in filters {
            for (hasSameText, rest) in [(false, "\(column)>?"), (true, "\(column)=? AND id>?")] {
                let plan = try await plan([.organization("acme"), filter], caller) { query, statements in
                    guard let text = statements.orderOfTexts else { return }
                    query.append("SELECT COUNT(*) FROM users u WHERE ")
                    statements.append("1", hasSameText: hasSameText, by: text, laterTo: &query)
                }
                let expected = "COVERING INDEX users_organization_\(index) (organization_id=? AND \(rest))"
                #expect(plan.first == "SEARCH u USING " + expected, "\(plan)")
            }
        }
    }

    @Test func `a text in one column is looked for in its index, in all organizations too`() async throws {
        for (filter, index) in Self.texts {
            let plan = try await planForSome([filter], as: Self.administrator)
            let expected = "SEARCH u USING COVERING INDEX \(index) (organization_id=?"
            #expect(plan.first?.hasPrefix(expected) == true, "\(plan)")
        }
    }

    @Test func `several columns that are indexed over all organizations are looked up, each in its index`() async throws
    {
        let filter = User.Filter.any([
            .username(TextMatch("ad", .startsWithIgnoreCase)), .loginName(TextMatch("ada@acme.example", .equals)),
            .email(TextMatch("Ada@acme.example", .equalsIgnoreCase)), .email(TextMatch("ad", .startsWith)), .ids(["1"]),
        ])
        for caller in [Self.administrator, Self.owner] {
            let plan = try await plan([.organization("acme"), filter], as: caller)
            #expect(plan.first == "MULTI-INDEX OR", "\(plan)")
            #expect(plan.count { $0.hasPrefix("INDEX ") } == 5, "\(plan)")
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
        }
    }

    @Test(arguments: TextMatch.Method.allCases, [owner, administrator])
    func `however many texts are compared as they were written, a human is looked up once`(
        method: TextMatch.Method, caller: Caller
    ) async throws {
        let filters = (1...20).flatMap { number in
            let match = TextMatch("a\(number)", method)
            return [
                User.Filter.givenName(match), .familyName(match), .nickName(match), .displayName(match), .email(match),
                .phone(match), .not(.hasProvenEmail), .hasProvenPhone,
            ]
        }
        for filters in [filters, [.any(filters)], [.not(.all(filters)), .organization("acme")]] {
            for plan in [try await plan(filters, as: caller), try await planForSome(filters, as: caller)] {
                #expect(plan.first?.contains(" u USING ") == true, "\(plan)")
                #expect(plan.count { $0.hasPrefix("SEARCH h USING INDEX sqlite_autoindex_humans_1") } == 1, "\(plan)")
                #expect(!plan.contains { $0.contains("CORRELATED") }, "\(plan)")
            }
        }
    }

    @Test(arguments: TextMatch.Method.allCases)
    func `which organizations have a domain is asked once for all users`(method: TextMatch.Method) async throws {
        for text in ["ada", "ada@acme", "@"] {
            let filters = [User.Filter.loginName(TextMatch(text, method))]
            let plan = try await planForSome([.any(filters), .isHuman], as: Self.owner)
            #expect(!plan.contains { $0.contains("CORRELATED") }, "\(plan)")
        }
    }

    static let orders: [(User.Sorting, UserSearchStatements.Part, String)] = [
        (.id, .everybody, "users_organization (organization_id=?)"),
        (.username, .everybody, "users_organization_username (organization_id=?)"),
        (.creationDate, .everybody, "users_organization_creation (organization_id=?)"),
        (.type, .everybody, "users_organization_type (organization_id=?)"),
        (.givenName, .having("u.given_name_folded"), "users_organization_given_name (organization_id=?"),
        (.familyName, .having("u.family_name_folded"), "users_organization_family_name (organization_id=?"),
        (.nickName, .having("u.nick_name_folded"), "users_organization_nick_name (organization_id=?"),
        (.displayName, .having("u.display_name_folded"), "users_organization_display_name (organization_id=?"),
        (.email, .having("u.email_folded"), "users_organization_email (organization_id=?"),
        (.email, .lacking("u.email_folded"), "users_organization_type (organization_id=? AND type=?)"),
    ]

    @Test(arguments: orders.indices)
    func `an order within an organization is read, not made`(index: Int) async throws {
        let (sorting, part, expected) = Self.orders[index]
        let plan = try await plan([], by: sorting, part)
        #expect(plan.count == 1 && plan[0].contains("INDEX \(expected)"), "\(plan)")
    }

    @Test(arguments: User.State.allCases, [owner, administrator])
    func `in an order by state each state is read, not sorted`(state: User.State, caller: Caller) async throws {
        let plan = try await plan([.organization("acme")], by: .state, .inState(state), as: caller)
        #expect(plan == ["SEARCH u USING COVERING INDEX users_organization_state (organization_id=? AND state=?)"])
    }

    @Test func `the users of an organization are counted in the smallest index`() async throws {
        for (caller, filters) in [(Self.owner, []), (Self.administrator, [User.Filter.organization("acme")])] {
            let statements = UserSearchStatements(User.Search(filters: filters, sorting: .id), caller)
            let plan = try await database.read { (tx) throws(DomainError) in
                var query = SQLQuery("EXPLAIN QUERY PLAN SELECT COUNT(*) FROM users u WHERE ")
                statements.append(.everybody, to: &query)
                return try tx.all(query) { (row) throws(DomainError) in try row.text("detail") }
            }
            #expect(plan == ["SEARCH u USING COVERING INDEX users_organization (organization_id=?)"])
        }
    }

    static let everywhere: [(User.Sorting, UserSearchStatements.Part, String)] = [
        (.id, .everybody, "sqlite_autoindex_users_1"),
        (.creationDate, .everybody, "users_creation"),
        (.email, .having("u.email_folded"), "users_email"),
    ]

    @Test(arguments: everywhere.indices)
    func `an order over all organizations is read, not made`(index: Int) async throws {
        let (sorting, part, expected) = Self.everywhere[index]
        let plan = try await plan([], by: sorting, part, as: Self.administrator)
        #expect(plan.count == 1 && plan[0].contains("INDEX \(expected)"), "\(plan)")
    }
}
