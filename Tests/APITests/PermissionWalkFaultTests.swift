internal import API
internal import App
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Every method of the running service: what goes wrong")
struct PermissionWalkFaultTests {
    /// One whose disk takes no more writes, and one whose store is closed. Nothing changes in either, so all share them.
    private static let unwritable = Task {
        let world = try await WalkWorld.shared().copy()
        try await world.server.setDiskWritable(false)
        return world
    }
    private static let closed = Task {
        let world = try await WalkWorld.shared().copy()
        await world.server.database.close()
        return world
    }

    // What needs preparation would be refused for the lack of it, before anything is written.
    @Test(arguments: WalkRow.guarded.filter { $0.kind == .write && $0.preparation.isEmpty })
    func `CVE-2024-32967: a store that cannot be written is told without its internals`(row: WalkRow) async throws {
        let world = try await Self.unwritable.value
        let before = try await world.changesOutsideOfB()
        for wire in try world.wires(row) {
            let isForLoginClients = try world.method(row).permission == .sessionLink
            let response = try await world.call(row, over: wire, as: isForLoginClients ? .loginClient : .root)
            // What changes nothing needs no store that can be written.
            if response.status != .ok { expectUnavailable(response) }
        }
        #expect(try await world.changesOutsideOfB() == before)
    }

    @Test(arguments: WalkRow.all)
    func `CVE-2024-32967: a store that is gone is told without its internals`(row: WalkRow) async throws {
        let world = try await Self.closed.value
        for wire in try world.wires(row) {
            expectUnavailable(try await world.call(row, over: wire, as: .root))
        }
    }

    private func expectUnavailable(_ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(response.status == .serviceUnavailable, "\(response.text)", sourceLocation: sourceLocation)
        #expect(response.fields["Retry-After"] == "1", sourceLocation: sourceLocation)
        #expect(response.text.internals == [], "\(response.text)", sourceLocation: sourceLocation)
    }

    private static let oddities: [JSONValue] = [
        .null, true, 0, -1, 9_223_372_036_854_775_807, .number(1e300), "", " ", "\u{0}", "' OR 1=1 --",
        "x'; DROP TABLE users; --", "%", "_", "../../etc/passwd", "\u{202E}\u{FEFF}",
        .string(String(repeating: "é", count: 300)), [], [.null], [[]], [1], ["x", "x"], [[:]], [:], ["x": "y"],
        ["": .null],
    ]

    /// What a list reads besides the members of its row.
    private static let listMembers = ["pagination", "query", "queries", "filters", "sortingColumn"]

    @Test(arguments: WalkRow.all)
    func `a member of any other kind is refused or harmless, and never a fault of ours`(row: WalkRow) async throws {
        // Only a write could take away what the next request is about.
        let shared = try await WalkWorld.shared()
        let world = row.kind == .write ? try await shared.copy() : shared
        let message = try #require(row.message.objectValue)
        let members = message.members.map(\.name) + (row.kind == .list ? Self.listMembers : [])
        let wires = try world.wires(row)
        for member in members {
            for oddity in Self.oddities {
                var odd = message
                odd[member] = oddity
                let oddRow = WalkRow(row.kind, row.method, .object(odd))
                for wire in wires {
                    // In a path there are texts only, and not every text.
                    if wire == .rest, try world.method(row).names(member) { continue }
                    let response = try await world.call(oddRow, over: wire, as: .root)
                    guard response.status.code >= 400 else { continue }
                    let isOurs = response.status.code >= 500 && response.status != .notImplemented
                    #expect(!isOurs, "\(member) as \(oddity.text): \(response.text)")
                    #expect(response.text.internals == [], "\(member) as \(oddity.text): \(response.text)")
                }
            }
        }
    }

    @Test(arguments: HugeMessage.all)
    func `CVE-2025-59043, unbounded depth: huge and deep messages are refused soon`(
        message: HugeMessage
    ) async throws {
        let world = try await WalkWorld.shared()
        let bytes = Array(message.text().utf8)
        let elapsed = try await ContinuousClock().measure {
            for (path, isOpen) in [
                ("/zitadel.user.v2.UserService/ListUsers", true), ("/v2/users", true), ("/v2/users", false),
            ] {
                var fields: HTTPFields = ["Content-Type": "application/json"]
                if isOpen { fields.set("Authorization", "Bearer \(try world.token(.root))") }
                let response = try await world.server.send(HTTPRequest(.post, path, fields: fields, body: bytes))
                #expect(response.status == (isOpen ? .badRequest : .unauthorized))
                #expect(response.body.count < 1000)
            }
        }
        #expect(elapsed < .seconds(10))
    }

    @Test func `CVE-2025-59043: many members below the limits are read soon`() async throws {
        let world = try await WalkWorld.shared()
        let members = (0..<24_000).map { #""m\#($0)":0"# }.joined(separator: ",")
        let queries = (0..<24_000).map { _ in #"{}"# }.joined(separator: ",")
        let elapsed = try await ContinuousClock().measure {
            for body in ["{\(members)}", #"{"queries":[\#(queries)]}"#, #"{"query":{\#(members)}}"#] {
                _ = try await world.server.send(
                    HTTPRequest(
                        .post, "/v2/users", fields: ["Authorization": "Bearer \(try world.token(.root))"],
                        body: Array(body.utf8)))
            }
        }
        #expect(elapsed < .seconds(10))
    }

    @Test(
        arguments: [
            "/v2/users/../users/target-of-a", "/v2/users/%2e%2e/users/target-of-a", "/v2/users/..%2ftarget-of-a",
            "/v2/users/%252e%252e%252ftarget-of-a", "/v2/./users/target-of-a", "//v2/users/target-of-a",
            "/v2//users/target-of-a", "/v2/users/target-of-a/", "/v2/users/target-of-a%00", "/v2/users/target-of-a;x",
            "/v2/users/x%2f..%2ftarget-of-a", #"/v2/users\target-of-a"#, "/V2/users/target-of-a",
            "/management/v1/users/..%5ctarget-of-a", "/debug/../v2/users/target-of-a", "/v2/users/%74arget-of-a%2f",
            "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/debug/%2e%2e%2fetc%2fpasswd",
        ])
    func `CVE-2022-29967, CVE-2026-33494: no other spelling of a path leads anywhere`(path: String) async throws {
        let world = try await WalkWorld.shared()
        let response = try await world.server.get(path, token: try world.token(.root))
        #expect([.notFound, .badRequest].contains(response.status), "\(response.text)")
        #expect(!response.text.contains("-of-a"))
    }
}

extension APIMethod {
    /// Whether the path of the REST form has this member.
    fileprivate func names(_ member: String) -> Bool {
        guard let rest else { return false }
        return rest.pattern.split(separator: "/").contains { segment in
            segment.hasPrefix("{") && segment.filter { $0.isLetter || $0.isNumber }.lowercased() == member.lowercased()
        }
    }
}

/// A message as nobody honest sends it, within the greatest size of a body.
struct HugeMessage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: @Sendable () -> String

    init(_ name: String, _ text: @escaping @Sendable () -> String) {
        testDescription = name
        self.text = text
    }

    static let all = [
        HugeMessage("arrays that do not end") { String(repeating: "[", count: 1_000_000) },
        HugeMessage("objects that do not end") { String(repeating: #"{"a":"#, count: 200_000) },
        HugeMessage("arrays in arrays") {
            let depth = 100_000
            return #"{"queries":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        },
        HugeMessage("queries in queries") {
            let depth = 100_000
            let opening = String(repeating: #"{"notQuery":{"query":"#, count: depth)
            return #"{"queries":["# + opening + "{}" + String(repeating: "}}", count: depth) + "]}"
        },
        HugeMessage("queries within JSON's depth but deeper than their own") {
            let opening = String(repeating: #"{"notQuery":{"query":"#, count: 30)
            return #"{"queries":["# + opening + "{}" + String(repeating: "}}", count: 30) + "]}"
        },
        HugeMessage("a million elements") { #"{"a":["# + String(repeating: "0,", count: 1_000_000) + "0]}" },
        HugeMessage("many members") {
            "{" + (0..<60_000).map { #""m\#($0)":0"# }.joined(separator: ",") + "}"
        },
        HugeMessage("one number") { #"{"a":"# + String(repeating: "9", count: 3_000_000) + "}" },
        HugeMessage("a text that does not end") { #"{"a":""# + String(repeating: #"\u0041"#, count: 600_000) },
        HugeMessage("nothing but space") { String(repeating: " ", count: 4_000_000) },
    ]
}
