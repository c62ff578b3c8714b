internal import Model
internal import Platform
internal import SQL
internal import TestSupport

@testable internal import Storage

/// A store with two organizations, to search users in.
struct UserSearchStore {
    static let owner = UserSearchPlanTests.owner
    static let administrator = UserSearchPlanTests.administrator

    /// The store lives as long as this.
    private let place: StorePlace
    let database: Database

    init(_ engine: StoreEngine, _ migrations: [Migration] = Migration.all) async throws {
        place = try await StorePlace(engine)
        database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(migrations, at: Store.clock.now())
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO organizations (id, name, name_folded, state, sequence, created_at, changed_at)
                VALUES ('acme', 'Acme', 'acme', 'active', 1, 1, 1), ('other', 'Other', 'other', 'active', 1, 1, 1)
                """)
            try tx.execute(
                """
                INSERT INTO organization_domains (
                    organization_id, domain, is_verified, is_primary, is_generated, validation_type, created_at,
                    changed_at
                )
                VALUES ('acme', 'acme.example', TRUE, TRUE, FALSE, 'none', 1, 1),
                    ('acme', 'ada.example', TRUE, FALSE, FALSE, 'none', 1, 1),
                    ('acme', 'unproven.example', FALSE, FALSE, FALSE, 'none', 1, 1),
                    ('other', 'other.example', TRUE, TRUE, FALSE, 'none', 1, 1)
                """)
        }
    }

    func insert(_ users: [User]) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            for user in users { try tx.insert(user) }
        }
    }

    func execute(_ statement: SQLText) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in _ = try tx.execute(statement) }
    }

    func search(_ search: User.Search, as caller: Caller = owner) async throws(DomainError) -> PageResult<User> {
        try await database.read { (tx) throws(DomainError) in try tx.users(search, visibleTo: caller) }
    }

    /// By identifier, what a user is searched by.
    func texts() async throws(DomainError) -> [String: String] {
        let rows = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id, search_text FROM users") { (row) throws(DomainError) in
                (try row.text("id"), try row.text("search_text"))
            }
        }
        return Dictionary(rows) { first, _ in first }
    }

    static func person(
        _ given: String, _ family: String, _ display: String, _ email: String, nick: String = ""
    ) -> Human {
        Human(
            givenName: given, familyName: family, nickName: nick, displayName: display, email: email,
            isEmailVerified: false)
    }

    static func user(_ id: User.ID, _ username: String, _ kind: User.Kind) -> User {
        User(
            id: id, organizationID: "acme", username: username, kind: kind, tokensValidFrom: Store.clock.now(),
            createdAt: Store.clock.now(), changedAt: Store.clock.now())
    }

    static let people: [User] = [
        user("1", "Ada", .human(person("Ada", "Lovelace", "Countess", "a.l@Acme.example"))),
        user("2", "grace@acme.example", .human(person("Grace", "Hopper", "Grace Hopper", "grace@acme.example"))),
        user("3", "ÄRNE_%", .human(person("Ärne", "O'Neill", "ä\\r", "ada@b.example"))),
        user("4", "long", .human(person("Ada", "x", String(repeating: "ß", count: 200), "long@b.example"))),
        user("5", "robot.ada", .machine(Machine(name: "Robot", description: "ada"))),
        // The same to people, and other bytes.
        user("6", "e\u{301}", .human(person("e\u{301}t\u{E9}", "e\u{301}", "\u{E9}", "\u{E9}@b.example"))),
        user("7", "ace", .human(person("Lada", "Hopper Ada", "A", "x@b.example", nick: "Grace"))),
        user("8", "bob", .human(person("Two\nlines", "grace", "Bob\r\nBob", "ada.bob@b.example"))),
        user("9", "two\nlines", .machine(Machine(name: "Robot", description: ""))),
        user("10", "empty", .human(person("", "", "", "", nick: "ada"))),
    ]
}
