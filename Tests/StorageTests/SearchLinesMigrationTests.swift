internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Migration 20: a line for each text that a user is searched by")
struct SearchLinesMigrationTests {
    @Test(arguments: StoreEngine.allCases)
    func `texts of before become lines`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine, Array(Migration.all.prefix(19)))
        try await store.insert(UserSearchStore.people)
        try await store.execute(
            """
            UPDATE users
            SET search_text = username_folded || COALESCE(
                ' ' || display_name_folded || ' ' || email_folded || ' ' || given_name_folded || ' '
                    || family_name_folded || ' ' || nick_name_folded, '')
            """)
        _ = try await store.database.migrate(Migration.all, at: Store.clock.now())
        let texts = try await store.texts()
        #expect(texts["1"] == "\nada\ncountess\na.l@acme.example\nada\nlovelace")
        #expect(texts["2"] == "\ngrace@acme.example\ngrace hopper\ngrace@acme.example\nhopper")
        #expect(texts["4"] == "")
        #expect(texts["5"] == "\nrobot.ada")
        #expect(texts["7"] == "\nace\na\nx@b.example\nlada\nhopper ada\n\ngrace")
        #expect(texts["8"] == "")
        #expect(texts["9"] == "")
        #expect(texts["10"] == "\nempty\n\nada")
        let fresh = try await UserSearchStore(engine)
        try await fresh.insert(UserSearchStore.people)
        #expect(texts == (try await fresh.texts()))
    }

    @Test(arguments: StoreEngine.allCases)
    func `from then on a text in any column is found in them`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine, Array(Migration.all.prefix(19)))
        try await store.insert(UserSearchStore.people)
        try await store.execute("UPDATE users SET search_text = 'of before'")
        _ = try await store.database.migrate(Migration.all, at: Store.clock.now())
        for (text, ids) in [("ada", ["1", "3", "4", "5", "7", "8"]), ("of before", []), ("hopper", ["2", "7"])] {
            let match = TextMatch(text, .containsIgnoreCase)
            let filter = User.Filter.any([
                .loginName(match), .givenName(match), .familyName(match), .displayName(match), .email(match),
            ])
            let page = Page(offset: 0, limit: 10, isAscending: true)
            let found = try await store.search(User.Search(filters: [filter], sorting: .id, page: page))
            #expect(found.rows.map(\.id.rawValue) == ids, "\(text)")
        }
    }
}
