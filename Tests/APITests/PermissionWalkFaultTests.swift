internal import API
internal import App
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Every method of the running service: what goes wrong")
struct PermissionWalkFaultTests {
    @Test(arguments: WalkRow.all.filter { $0.kind == .write })
    func `CVE-2024-32967: a store that cannot be written is told without its internals`(row: WalkRow) async throws {
        let world = try await WalkWorld.shared().copy()
        try await world.server.setReadOnly(true)
        for wire in try world.wires(row) {
            let response = try await world.call(row, over: wire, as: .root)
            // What changes nothing needs no store that can be written.
            guard response.status != .ok else { continue }
            #expect(response.status == .internalServerError, "\(response.text)")
            #expect(response.text.internals == [], "\(response.text)")
        }
    }

    @Test(arguments: WalkRow.all)
    func `CVE-2024-32967: a store that is gone is told without its internals`(row: WalkRow) async throws {
        let world = try await WalkWorld.shared().copy()
        await world.server.database.close()
        for wire in try world.wires(row) {
            let response = try await world.call(row, over: wire, as: .root)
            #expect(response.status == .serviceUnavailable, "\(response.text)")
            #expect(response.fields["Retry-After"] == "1")
            #expect(response.text.internals == [], "\(response.text)")
        }
    }

    private static let oddities: [JSONValue] = [
        .null, true, 0, -1, 9_223_372_036_854_775_807, .number(1e300), "", " ", "\u{0}", "' OR 1=1 --",
        "x'; DROP TABLE users; --", "%", "_", "../../etc/passwd", "\u{202E}\u{FEFF}", .string(String(repeating: "é", count: 300)),
        [], [.null], [[]], [1], ["x", "x"], [[:]], [:], ["x": "y"], ["": .null],
    ]

    @Test(arguments: WalkRow.all)
    func `a member of any other kind is refused or harmless, and never a fault of ours`(row: WalkRow) async throws {
        let world = try await WalkWorld.shared().copy()
        let message = try #require(row.message.objectValue)
        let rest = try world.method(row).rest
        for member in message.members.map(\.name) + ["pagination", "query", "queries", "filters", "sortingColumn"] {
            for oddity in Self.oddities {
                var odd = message
                odd[member] = oddity
                for wire in try world.wires(row) {
                    // In a path there are texts only, and not every text.
                    let isInPath = rest?.pattern.split(separator: "/").contains { $0.contains(member.prefix(3)) } == true
                    if wire == .rest, isInPath { continue }
                    let response = try await world.call(
                        WalkRow(row.kind, row.method, .object(odd)), over: wire, as: .root)
                    let isOurs = response.status.code >= 500 && response.status != .notImplemented
                    #expect(!isOurs, "\(member): \(oddity.text.prefix(40)): \(response.text)")
                    if response.status != .ok {
                        #expect(response.text.internals == [], "\(member): \(oddity.text.prefix(40)): \(response.text)")
                    }
                }
            }
        }
    }

    @Test(
        arguments: [
            String(repeating: "[", count: 1_000_000), String(repeating: #"{"a":"#, count: 200_000),
            #"{"queries":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}",
            #"{"queries":[{"andQuery":{"queries":[{"# + String(repeating: #""notQuery":{"query":{"#, count: 100_000),
            #"{"a":["# + String(repeating: "0,", count: 1_000_000) + "0]}",
            "{" + (0..<60_000).map { #""m\#($0)":0"# }.joined(separator: ",") + "}",
            #"{"a":"# + String(repeating: "9", count: 3_000_000) + "}",
            #"{"a":""# + String(repeating: #"\u0041"#, count: 600_000), String(repeating: " ", count: 4_000_000),
        ])
    func `CVE-2025-59043, unbounded depth: huge and deep messages are refused soon`(body: String) async throws {
        let world = try await WalkWorld.shared()
        let bytes = Array(body.utf8)
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
