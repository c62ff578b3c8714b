internal import HTTP
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("The operators' endpoints")
struct OperationsTests {
    let server: TestServer

    init() async throws {
        server = try await TestServer()
    }

    private func expectNotReady(_ reason: String) async throws {
        let response = try await server.get("/debug/ready")
        #expect(response.status == .serviceUnavailable)
        #expect(response.text == "\(reason)\n")
        #expect(response.text.internals == [])
        #expect(try await server.get("/debug/healthz").status == .ok)
    }

    @Test(arguments: ["/debug/healthz", "/debug/ready", "/debug/metrics"])
    func `they answer GET and HEAD, to anybody, about this moment, and nothing else`(path: String) async throws {
        let response = try await server.get(path)
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        #expect(response.fields["Content-Type"]?.hasPrefix("text/plain") == true)
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
        #expect(try await server.send(HTTPRequest(.head, path)).status == .ok)
        let refused = try await server.send(HTTPRequest(.post, path))
        #expect(refused.status == .methodNotAllowed)
        #expect(refused.fields["Allow"] == "GET, HEAD, OPTIONS")
    }

    @Test func `the metrics say which format they have`() async throws {
        #expect(
            try await server.get("/debug/metrics").fields["Content-Type"]
                == "text/plain; version=0.0.4; charset=utf-8")
    }

    @Test func `without a store it lives and is not ready`() async throws {
        await server.database.close()
        try await expectNotReady("the store does not answer")
        #expect(try await server.send(HTTPRequest(.head, "/debug/ready")).status == .serviceUnavailable)
        #expect(try await server.get("/debug/metrics").status == .ok)
    }

    @Test func `with an older schema it is not ready`() async throws {
        try await server.forgetLastMigration()
        try await expectNotReady("the store's schema is older than this program's")
    }

    @Test func `with a newer schema it is not ready`() async throws {
        try await server.addUnknownMigration()
        try await expectNotReady("the store's schema is newer than this program's")
    }

    @Test func `reads, writes and their groups are counted`() async throws {
        func text() async throws -> PrometheusText {
            try PrometheusText(parsing: try await server.get("/debug/metrics").text)
        }
        let before = try await text()
        for name in ["a", "b"] { _ = try await server.addOrganization(name) }
        let after = try await text()
        func grown(_ name: String, _ labels: [String: String] = [:]) throws -> Double {
            try #require(after.value(name, labels)) - #require(before.value(name, labels))
        }
        #expect(try grown("alcazar_store_write_duration_seconds_count") == 2)
        #expect(try grown("alcazar_store_writes_total", ["outcome": "committed"]) == 2)
        #expect(try grown("alcazar_store_commits_total") == 2)
        #expect(try grown("alcazar_store_commit_writes_count") == 2)
        #expect(try grown("alcazar_store_commit_writes_sum") == 2)
        #expect(try grown("alcazar_store_read_duration_seconds_count") >= 2)
        #expect(after.value("alcazar_store_waiting") == 0)
        #expect(after.values(of: "outcome", in: "alcazar_store_writes_total") == ["committed", "refused", "failed"])
    }
}
