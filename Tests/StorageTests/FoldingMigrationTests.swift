internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Migration 16: copies in lower case")
struct FoldingMigrationTests {
    @Test(arguments: StoreEngine.allCases)
    func `a copy that a language folded becomes one that all engines agree on`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try Database(
            place.driver(), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(Array(Migration.all.prefix(15)), at: Store.clock.now())
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO organizations (id, name, name_folded, state, sequence, created_at, changed_at)
                VALUES ('acme', 'Acme', 'acme', 'active', 1, 1, 1)
                """)
            try tx.insertPerson("wrong", named: "ÄDA", folded: "äda")
            try tx.insertPerson("right", named: "ÄDA", folded: "Äda")
        }
        _ = try await database.migrate(Migration.all, at: Store.clock.now())
        let copies = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT given_name_folded, email_folded FROM users") { (row) throws(DomainError) in
                [try row.text("given_name_folded"), try row.text("email_folded")]
            }
        }
        #expect(copies == [["Äda", "a@b.example"], ["Äda", "a@b.example"]])
    }
}

extension Transaction {
    fileprivate borrowing func insertPerson(
        _ id: User.ID, named name: String, folded: String
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO users (
                id, organization_id, type, state, username, username_folded, username_scope, tokens_valid_from,
                sequence, created_at, changed_at, given_name_folded, family_name_folded, nick_name_folded,
                display_name_folded, email_folded
            ) VALUES ($1, 'acme', 'human', 'active', $1, $1, '', 0, 1, 1, 1, $2, '', '', '', 'a@b.example')
            """,
            id, folded)
        try execute(
            """
            INSERT INTO humans (
                user_id, given_name, family_name, nick_name, display_name, preferred_language, gender, email,
                is_email_verified, phone, is_phone_verified, is_password_change_required
            ) VALUES ($1, $2, '', '', '', 'und', 'unspecified', 'A@b.example', FALSE, '', FALSE, FALSE)
            """,
            id, name)
    }
}
