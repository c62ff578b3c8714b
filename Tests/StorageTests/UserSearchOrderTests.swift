internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Order of users that are found by a text")
struct UserSearchOrderTests {
    typealias Store = UserSearchStore

    /// Some with the same names, some without any, one with too many for an index; identifiers that letters would put in
    /// another order than bytes do.
    static let users: [User] =
        ["b", "a", "Z", "é", "e\u{301}", "10", "9"].enumerated().map { number, id in
            Store.user(
                User.ID(id), "x-\(number / 2)\(id == "Z" ? "" : id)",
                .human(
                    Store.person(
                        "Ada\(number % 2)", "Love\(number % 3)", number % 3 == 0 ? "Countess" : "ada \(number % 2)",
                        "\(9 - number)@x.example", nick: number % 2 == 0 ? "" : "Nick")))
        } + [
            Store.user("m", "x-machine", .machine(Machine(name: "M"))),
            Store.user("k", "x-another", .machine(Machine(name: "A"))),
        ]

    /// Whose texts are too long for an index, or do not tell the display name.
    static let exceptions = [
        Store.person(String(repeating: "y", count: 150), String(repeating: "z", count: 150), "Babbage", "l@x.example"),
        Store.person("Ada", "Lovelace", "", "n@x.example"),
    ].enumerated().map { Store.user(User.ID("exception \($0)"), "x-exception-\($0)", .human($1)) }

    static let sortings: [User.Sorting] = [
        .id, .username, .givenName, .familyName, .displayName, .email, .type, .creationDate,
    ]

    private static func filters() -> [User.Filter] {
        let any = TextMatch("x", .containsIgnoreCase)
        return [
            .any([.loginName(any), .givenName(any), .familyName(any), .displayName(any), .email(any)]),
            .username(any), .email(any), .displayName(TextMatch("a", .containsIgnoreCase)),
        ]
    }

    private static func key(_ user: User, _ sorting: User.Sorting) -> String? {
        guard case .human(let human) = user.kind else {
            return switch sorting {
            case .username: user.username.lowercased()
            case .type: "machine"
            default: nil
            }
        }
        return switch sorting {
        case .username: user.username.lowercased()
        case .givenName: human.givenName.lowercased()
        case .familyName: human.familyName.lowercased()
        case .displayName: human.displayName.lowercased()
        case .email: human.email.lowercased()
        case .type: "human"
        case .id, .nickName, .state, .creationDate: nil
        }
    }

    private static func precedes(_ first: User, _ second: User, _ sorting: User.Sorting) -> Bool {
        let (one, other) = (key(first, sorting), key(second, sorting))
        guard one == other else {
            guard let one, let other else { return one != nil }
            return Array(one.utf8).lexicographicallyPrecedes(Array(other.utf8))
        }
        return Array(first.id.rawValue.utf8).lexicographicallyPrecedes(Array(second.id.rawValue.utf8))
    }

    @Test(arguments: StoreEngine.allCases, sortings)
    func `few come in the order of each column, then of their identifiers`(
        engine: StoreEngine, sorting: User.Sorting
    ) async throws {
        for users in [Self.users, Self.users + Self.exceptions] {
            let store = try await Store(engine)
            try await store.insert(users)
            for (number, filter) in Self.filters().enumerated() {
                let matching = users.filter { user in
                    guard case .human(let human) = user.kind else { return number < 2 }
                    return number < 3 || human.displayName.lowercased().contains("a")
                }
                let ascending = matching.sorted { Self.precedes($0, $1, sorting) }.map(\.id.rawValue)
                for isAscending in [true, false] {
                    let expected = isAscending ? ascending : ascending.reversed()
                    for (offset, limit) in [(0, 100), (0, 3), (2, 4), (6, 3), (40, 5)] {
                        let page = Page(offset: Int64(offset), limit: Int64(limit), isAscending: isAscending)
                        for caller in [Store.owner, Store.administrator] {
                            let found = try await store.search(
                                User.Search(filters: [filter], sorting: sorting, page: page), as: caller)
                            let part = expected.dropFirst(offset).prefix(limit).map { Array($0.utf8) }
                            #expect(found.rows.map { Array($0.id.rawValue.utf8) } == part, "\(number) \(page)")
                            #expect(Int(found.total) == expected.count)
                        }
                    }
                }
            }
        }
    }
}
