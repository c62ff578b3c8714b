internal import Model
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Searches for a text in several columns of users")
struct UserSearchTextTests {
    private static let texts = [
        "ada", "ADA", "grace", "lovelace countess", "ä", "Är", "%", "_", "\\", "'", "acme.example", "ß", "e\u{301}",
        "\u{E9}", "robot", "", "nobody", "ace", "hopper\ngrace", "\n", "lines", "\r", "a\u{1F}",
    ]

    private static let fewTexts = ["ada", "Är", "_", "\u{E9}", "grace", "", "robot"]

    /// What login names that end in a domain are looked for by.
    private static let loginNames = [
        "@", "a@", "@a", "ada@acme.example", "ADA@ada", "ada@acme.example.", "da@acme", "race@acme.example@ad",
        "xada@acme",
        "example@acme.example", ".exam", "ada.e", "unproven", "o@acme", "ace@", "lines@acme", "ong@acme.ex", "bo@acme",
        "ß@acme", "ÄRNE_%@acme", "ärne_%@acme", "@@",
    ]

    private static func columns(_ match: TextMatch) -> [User.Filter] {
        [
            .username(match), .givenName(match), .familyName(match), .displayName(match), .email(match),
            .loginName(match), .nickName(match),
        ]
    }

    /// Indices of those columns.
    private static let unions = [[0, 1, 2, 3, 4], [5, 4, 3, 2, 1], [5, 0, 1, 2, 3, 4, 6], [0, 6], [1, 2, 3, 4]]

    private func find(
        _ filter: User.Filter, _ store: UserSearchStore, as caller: Caller = UserSearchStore.owner
    ) async throws -> Set<User.ID> {
        let found = try await store.search(User.Search(filters: [filter], sorting: .username), as: caller)
        #expect(Int(found.total) == found.rows.count)
        return Set(found.rows.map(\.id))
    }

    private func expectUnions(_ store: UserSearchStore, _ texts: [String] = texts) async throws {
        for text in texts {
            for method in TextMatch.Method.allCases {
                let columns = Self.columns(TextMatch(text, method))
                var found: [Set<User.ID>] = []
                for column in columns { found.append(try await find(column, store)) }
                for union in Self.unions {
                    let filter = User.Filter.any(union.map { columns[$0] })
                    let expected = union.reduce(into: Set<User.ID>()) { $0.formUnion(found[$1]) }
                    let place: Comment = "\(method) \(text) \(union)"
                    #expect(try await find(filter, store) == expected, place)
                }
                let all = User.Filter.any(Self.unions[1].map { columns[$0] })
                let expected = Self.unions[1].reduce(into: Set<User.ID>()) { $0.formUnion(found[$1]) }
                let place: Comment = "\(method) \(text)"
                #expect(try await find(all, store, as: UserSearchStore.administrator) == expected, place)
                #expect(try await find(.all([all, .organization("other")]), store) == [], place)
                #expect(
                    try await find(.all([.isMachine, .all([.any([all])])]), store) == expected.intersection(["5", "9"]))
                // A machine lacks these columns, so that it does not match when negated.
                let others = try await find(.not(.any([columns[1], columns[3]])), store)
                #expect(others.isDisjoint(with: ["5", "9"]), place)
                #expect(try await find(.not(all), store).isDisjoint(with: expected.union(["5", "9"])), place)
            }
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `they find whom a search of each column finds`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await expectUnions(store)
    }

    /// Columns, and whom a text in any of them finds.
    static let expected: [([Int], String, TextMatch.Method, Set<User.ID>)] = [
        ([5, 1, 2, 3, 4], "ADA", .containsIgnoreCase, ["1", "3", "4", "5", "7", "8"]),
        ([5, 1, 2, 3, 4], "ADA", .startsWithIgnoreCase, ["1", "3", "4", "8"]),
        ([0, 1, 2, 3, 4, 6], "Ada", .containsIgnoreCase, ["1", "3", "4", "5", "7", "8", "10"]),
        ([0, 1, 2, 3, 4, 6], "Ada", .startsWithIgnoreCase, ["1", "3", "4", "8", "10"]),
        ([5, 1, 2, 3, 4], "grace", .containsIgnoreCase, ["2", "8"]),
        ([5, 1, 2, 3, 4, 6], "grace", .startsWithIgnoreCase, ["2", "7", "8"]),
        ([5, 1, 2, 3, 4], "hopper\ngrace", .containsIgnoreCase, []),
        ([5, 1, 2, 3, 4], "o\nl", .containsIgnoreCase, ["8", "9"]),
        ([5, 1, 2, 3, 4], "@", .containsIgnoreCase, ["1", "2", "3", "4", "6", "7", "8"]),
        ([5, 1, 2, 3, 4], "@acme.", .containsIgnoreCase, ["1", "2"]),
        ([0, 4], "ADA", .contains, []), ([0, 1], "Ada", .contains, ["1", "4"]),
    ]

    @Test(arguments: StoreEngine.allCases)
    func `whom they find is in the columns that are named`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        for (numbers, text, method, expected) in Self.expected {
            let columns = Self.columns(TextMatch(text, method))
            #expect(try await find(.any(numbers.map { columns[$0] }), store) == expected, "\(method) \(text)")
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `texts that are the same to people are looked for each by its bytes`(engine: StoreEngine) async throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let store = try await UserSearchStore(engine)
        try await store.insert([
            UserSearchStore.user("11", composed, .machine(Machine(name: "Robot"))),
            UserSearchStore.user("12", decomposed, .machine(Machine(name: "Robot"))),
        ])
        for method in [TextMatch.Method.contains, .containsIgnoreCase] {
            let found: [(other: String, text: String, id: User.ID)] = [
                (decomposed, composed, "11"), (composed, decomposed, "12"),
            ]
            for (other, text, id) in found {
                let filters = [User.Filter.givenName(TextMatch(other, method)), .username(TextMatch(text, method))]
                #expect(try await find(.any(filters), store) == [id], "\(method)")
            }
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `where each has a text and nobody a nick name, they find the same`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people.filter { ["1", "2", "3", "5", "6"].contains($0.id) })
        #expect(try await store.texts().values.allSatisfy { !$0.isEmpty })
        try await expectUnions(store, Self.fewTexts)
    }

    @Test(arguments: StoreEngine.allCases)
    func `login names that end in a domain are found by what the domain adds`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await store.execute("UPDATE users SET username_scope = organization_id")
        try await expectUnions(store, Self.fewTexts + Self.loginNames)
        let match = TextMatch("ADA@Acme.ex", .startsWithIgnoreCase)
        let columns = Self.columns(match)
        #expect(try await find(.any(Self.unions[1].map { columns[$0] }), store) == ["1"])
    }

    private static func matches(_ name: String, _ match: TextMatch) -> Bool {
        let (name, text) =
            match.method.ignoresCase
            ? (Array(name.lowercased().utf8), Array(match.text.lowercased().utf8))
            : (Array(name.utf8), Array(match.text.utf8))
        return switch match.method {
        case .equals, .equalsIgnoreCase: name == text
        case .startsWith, .startsWithIgnoreCase: name.starts(with: text)
        case .contains, .containsIgnoreCase: name.contains(text)
        case .endsWith, .endsWithIgnoreCase: name.reversed().starts(with: text.reversed())
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `a login name that ends in a domain is compared as a whole`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await store.execute("UPDATE users SET username_scope = organization_id")
        for text in Self.fewTexts + Self.loginNames {
            for method in TextMatch.Method.allCases {
                let match = TextMatch(text, method)
                let expected = UserSearchStore.people.filter { user in
                    ["acme.example", "ada.example"].contains { Self.matches("\(user.username)@\($0)", match) }
                }
                let place: Comment = "\(method) \(text)"
                #expect(try await find(.loginName(match), store) == Set(expected.map(\.id)), place)
            }
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `a login name of other letters than ASCII is found in any case, with its domain`(
        engine: StoreEngine
    ) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await store.execute("UPDATE users SET username_scope = organization_id")
        for text in ["ärne_%@ACME.example", "ÄRNE_%@acme.EXAMPLE"] {
            for method in [TextMatch.Method.equalsIgnoreCase, .containsIgnoreCase, .endsWithIgnoreCase] {
                #expect(try await find(.loginName(TextMatch(text, method)), store) == ["3"], "\(text) \(method)")
            }
        }
        #expect(try await find(.loginName(TextMatch("ärne_%@acme.example", .equals)), store) == [])
        #expect(try await find(.loginName(TextMatch("ÄRNE_%@acme.example", .equals)), store) == ["3"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `they find users by what they are called now`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.database.write { (tx) throws(DomainError) in
            for user in UserSearchStore.people {
                let before = UserSearchStore.person(
                    "Before", "Before", String(repeating: "b", count: 180), "before@b.example", nick: "before")
                let kind = user.human == nil ? user.kind : .human(before)
                try tx.insert(UserSearchStore.user(user.id, "before\(user.id)", kind))
            }
            for user in UserSearchStore.people {
                try tx.rename(user.id, to: "between ß \(user.id)")
                if let human = user.human { try tx.update(human, of: user.id) }
                try tx.rename(user.id, to: user.username)
            }
        }
        try await expectUnions(store, Self.fewTexts)
        for text in ["before", "between"] {
            #expect(try await find(.any(Self.columns(TextMatch(text, .contains))), store) == [])
        }
        let renamed = try await store.texts()
        let fresh = try await UserSearchStore(engine)
        try await fresh.insert(UserSearchStore.people)
        #expect(renamed == (try await fresh.texts()))
    }

    @Test(arguments: StoreEngine.allCases)
    func `a name of two lines is found, and so is the one after it`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await store.database.write { (tx) throws(DomainError) in
            for id in ["1", "5"] {
                try tx.rename(User.ID(id), to: "new\nada \(id)")
                try tx.rename(User.ID(id), to: "newest ada \(id)")
            }
            try tx.rename("2", to: "new\nada")
            try tx.rename("6", to: "new\nada 6")
            if let human = UserSearchStore.people[5].human { try tx.update(human, of: "6") }
        }
        #expect(try await store.texts()["6"] == "")
        try await expectUnions(store, ["ada", "new", "newest", "new\nada", "e\u{301}"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `who has no text yet is found too`(engine: StoreEngine) async throws {
        let store = try await UserSearchStore(engine)
        try await store.insert(UserSearchStore.people)
        try await store.execute("UPDATE users SET search_text = ''")
        try await expectUnions(store, Self.fewTexts)
        try await store.execute("UPDATE users SET username_scope = organization_id")
        try await expectUnions(store, Self.loginNames)
    }
}
