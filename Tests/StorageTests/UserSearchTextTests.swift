internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Searches for a text in several columns of users")
struct UserSearchTextTests {
    private static let owner = UserSearchPlanTests.owner
    private static let administrator = UserSearchPlanTests.administrator

    /// The store lives as long as its place.
    private func open(_ engine: StoreEngine) async throws -> (StorePlace, Database) {
        let place = try await StorePlace(engine)
        let database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(Migration.all, at: Store.clock.now())
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO organizations (id, name, name_folded, state, sequence, created_at, changed_at)
                VALUES ('acme', 'Acme', 'acme', 'active', 1, 1, 1), ('other', 'Other', 'other', 'active', 1, 1, 1)
                """)
        }
        return (place, database)
    }

    private static func person(_ name: String, _ family: String, _ display: String, _ email: String) -> Human {
        Human(
            givenName: name, familyName: family, nickName: "", displayName: display, email: email,
            isEmailVerified: false)
    }

    private static func user(_ id: User.ID, _ username: String, _ kind: User.Kind) -> User {
        User(
            id: id, organizationID: "acme", username: username, kind: kind, tokensValidFrom: Store.clock.now(),
            createdAt: Store.clock.now(), changedAt: Store.clock.now())
    }

    private static let people: [User] = [
        user("1", "Ada", .human(person("Ada", "Lovelace", "Countess", "a.l@Acme.example"))),
        user("2", "grace@acme.example", .human(person("Grace", "Hopper", "Grace Hopper", "grace@acme.example"))),
        user("3", "ÄRNE_%", .human(person("Ärne", "O'Neill", "ä\\r", "ada@b.example"))),
        user("4", "long", .human(person("Ada", "x", String(repeating: "ß", count: 200), "long@b.example"))),
        user("5", "robot.ada", .machine(Machine(name: "Robot", description: "ada"))),
        // The same to people, and other bytes.
        user("6", "e\u{301}", .human(person("e\u{301}t\u{E9}", "e\u{301}", "\u{E9}", "\u{E9}@b.example"))),
    ]

    private static let texts = [
        "ada", "ADA", "grace", "lovelace countess", "ä", "Är", "%", "_", "\\", "'", "acme.example", "ß", "e\u{301}",
        "\u{E9}", "robot", "", "nobody",
    ]

    private static func columns(_ match: TextMatch) -> [User.Filter] {
        [
            .username(match), .givenName(match), .familyName(match), .displayName(match), .email(match),
            .loginName(match),
        ]
    }

    private func find(_ filter: User.Filter, _ database: Database, as caller: Caller = owner) async throws -> Set<
        User.ID
    > {
        let search = User.Search(filters: [filter], sorting: .username)
        let found = try await database.read { (tx) throws(DomainError) in try tx.users(search, visibleTo: caller) }
        #expect(Int(found.total) == found.rows.count)
        return Set(found.rows.map(\.id))
    }

    private func expectUnions(_ database: Database) async throws {
        for text in Self.texts {
            for method in TextMatch.Method.allCases {
                let columns = Self.columns(TextMatch(text, method))
                var expected: Set<User.ID> = []
                for column in columns { expected.formUnion(try await find(column, database)) }
                let place: Comment = "\(method) \(text)"
                #expect(try await find(.any(columns), database) == expected, place)
                #expect(try await find(.any(columns), database, as: Self.administrator) == expected, place)
                #expect(try await find(.all([.any(columns), .organization("other")]), database) == [], place)
                // A machine lacks these columns, so that it does not match when negated.
                let others = try await find(.not(.any([columns[1], columns[3]])), database)
                #expect(!others.contains("5"), place)
            }
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `they find whom a search of each column finds`(engine: StoreEngine) async throws {
        let (place, database) = try await open(engine)
        defer { withExtendedLifetime(place) {} }
        try await database.write { (tx) throws(DomainError) in
            for user in Self.people { try tx.insert(user) }
        }
        try await expectUnions(database)
    }

    @Test(arguments: StoreEngine.allCases)
    func `they find users by what they are called now`(engine: StoreEngine) async throws {
        let (place, database) = try await open(engine)
        defer { withExtendedLifetime(place) {} }
        try await database.write { (tx) throws(DomainError) in
            for id in ["1", "2", "3", "4", "6"] {
                let before = Self.person("Before", "Before", String(repeating: id, count: 180), "before@b.example")
                try tx.insert(Self.user(User.ID(id), "before\(id)", .human(before)))
            }
            try tx.insert(Self.user("5", "before5", .machine(Machine(name: "Robot", description: "ada"))))
            for user in Self.people {
                try tx.rename(user.id, to: "between ß \(user.id)")
                if let human = user.human { try tx.update(human, of: user.id) }
                try tx.rename(user.id, to: user.username)
            }
        }
        try await expectUnions(database)
        #expect(try await find(.any(Self.columns(TextMatch("before", .contains))), database) == [])
        #expect(try await find(.any(Self.columns(TextMatch("between", .contains))), database) == [])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a column that was written before the text was is found too`(engine: StoreEngine) async throws {
        let (place, database) = try await open(engine)
        defer { withExtendedLifetime(place) {} }
        try await database.write { (tx) throws(DomainError) in
            for user in Self.people { try tx.insert(user) }
            try tx.execute("UPDATE users SET search_text = ''")
        }
        try await expectUnions(database)
    }

    /// More than are sorted at all.
    private static let many = 12_000

    static let pages: [(User.Sorting, isAscending: Bool)] = [
        (.id, true), (.id, false), (.username, true), (.email, false),
    ]

    @Test(arguments: StoreEngine.allCases, pages.indices)
    func `few, some and many that match come in order and are counted`(engine: StoreEngine, index: Int) async throws {
        let (sorting, isAscending) = Self.pages[index]
        let (place, database) = try await open(engine)
        defer { withExtendedLifetime(place) {} }
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                WITH RECURSIVE numbers (n) AS (SELECT 100001 UNION ALL SELECT n + 1 FROM numbers WHERE n < 112000)
                INSERT INTO users (
                    id, organization_id, type, state, username, username_folded, username_scope, tokens_valid_from,
                    sequence, created_at, changed_at, search_text
                )
                SELECT CAST(n AS TEXT), 'acme', 'machine', 'active', 'robot' || n, 'robot' || n, '', 0, 1, n, n,
                    'robot' || n
                FROM numbers
                """)
            try tx.execute(
                """
                INSERT INTO machines (user_id, name, description, access_token_type)
                SELECT id, '', '', 'bearer' FROM users
                """)
        }
        for text in ["robot", "1100", "7", "11200", "nobody"] {
            let match = TextMatch(text, .contains)
            let all = (100_001...100_000 + Self.many).map { "\($0)" }.filter { "robot\($0)".contains(text) }
            let expected = isAscending ? all : all.reversed()
            for offset in [0, 5, expected.count - 3, expected.count, 20_000] where offset >= 0 {
                let page = Page(offset: Int64(offset), limit: 10, isAscending: isAscending)
                for filter in [User.Filter.username(match), .any([.username(match), .email(match)])] {
                    let search = User.Search(filters: [filter], sorting: sorting, page: page)
                    let found = try await database.read { (tx) throws(DomainError) in
                        try tx.users(search, visibleTo: Self.owner)
                    }
                    #expect(
                        found.rows.map(\.id.rawValue) == Array(expected.dropFirst(offset).prefix(10)),
                        "\(text) \(offset)")
                    #expect(Int(found.total) == expected.count)
                }
            }
        }
    }
}
