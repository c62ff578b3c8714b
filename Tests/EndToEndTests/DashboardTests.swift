internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

/// What the documents say about the metrics, compared with the metrics of a whole service.
@Suite("Dashboard, alerts and the table of metrics")
struct DashboardTests {
    /// One process for all tests.
    private static let scraped = Task {
        let alcazar = try AlcazarProcess()
        try await alcazar.start()
        // The first scrape is counted by the second.
        _ = try await alcazar.get("/debug/metrics")
        let body = try await alcazar.get("/debug/metrics").body
        alcazar.end(SIGTERM)
        return try PrometheusText(parsing: String(decoding: body, as: UTF8.self))
    }

    private let text: PrometheusText

    init() async throws {
        text = try await Self.scraped.value
    }

    private func document(_ path: String) throws -> String {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// All texts under this name, wherever they are.
    private func texts(_ name: String, in value: JSONValue) -> [String] {
        switch value {
        case .array(let values): values.flatMap { texts(name, in: $0) }
        case .object(let object):
            object.members.flatMap { member in
                (member.name == name ? member.value.stringValue.map { [$0] } : nil) ?? texts(name, in: member.value)
            }
        default: []
        }
    }

    /// What remains of a query when strings, labels, ranges, functions and words of the language are gone.
    private func metrics(of query: String) -> Set<String> {
        let words: Set = [
            "sum", "max", "rate", "increase", "changes", "histogram_quantile", "time", "vector", "by", "or", "le",
        ]
        let bare = query.replacing(#/\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)|"[^"]*"/#, with: " ")
        return Set(bare.matches(of: #/[a-zA-Z_:][a-zA-Z0-9_:]*/#).map { String($0.0) }).subtracting(words)
    }

    /// The labels that a query selects or groups by, with the metric's own ones left out.
    private func unknownLabels(of query: String) -> Set<String> {
        let used = query.matches(of: #/([a-z_]+)(?:=~|!=|=)"/#).map { String($0.1) }
        let grouped = query.matches(of: #/by \(([^)]*)\)/#).flatMap { match in
            match.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let own = metrics(of: query).flatMap { text.samples($0) }.flatMap(\.labels.keys)
        return Set(used + grouped).subtracting(own).subtracting(["instance", "job"])
    }

    private func queries() throws -> (dashboard: [String], alerts: [String]) {
        let dashboard = try JSONValue(parsing: document("docs/grafana/alcazar.json").utf8)
        let alerts = try document("docs/grafana/alerts.yml").replacing(#/>-\n\s+/#, with: "")
            .matches(of: #/expr: (.*(?:\n {10}.*)*)/#).map { String($0.1) }
        return (texts("expr", in: dashboard), alerts)
    }

    @Test func `every query of the dashboard and of the alerts asks for a metric that exists, by labels that it has`()
        throws
    {
        let (dashboard, alerts) = try queries()
        #expect(dashboard.count > 40)
        #expect(alerts.count > 8)
        for query in dashboard + alerts {
            let names = metrics(of: query)
            #expect(!names.isEmpty, "\(query)")
            #expect(names.subtracting(text.names).subtracting(["up"]) == [], "\(query)")
            if !names.contains("up") { #expect(unknownLabels(of: query) == [], "\(query)") }
        }
    }

    @Test func `every metric is on the dashboard`() throws {
        let shown = Set(try queries().dashboard.flatMap { metrics(of: $0) })
        let missing = text.families.map(\.name).filter { name in !shown.contains { $0.hasPrefix(name) } }
        #expect(missing == [])
    }

    @Test func `every panel has an id and a place of its own, and says what it shows`() throws {
        let dashboard = try JSONValue(parsing: document("docs/grafana/alcazar.json").utf8)
        let panels = try #require(dashboard["panels"]?.arrayValue)
        var taken: Set<[Int64]> = []
        for panel in panels {
            let place = try #require(panel["gridPos"])
            let (x, y) = (place["x"]?.integerValue ?? -1, place["y"]?.integerValue ?? -1)
            let (width, height) = (place["w"]?.integerValue ?? 0, place["h"]?.integerValue ?? 0)
            #expect(x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= 24)
            for column in x..<x + width {
                for line in y..<y + height { #expect(taken.insert([column, line]).inserted) }
            }
            if panel["type"] != "row" { #expect(panel["description"]?.stringValue?.isEmpty == false) }
        }
        #expect(Set(panels.map { $0["id"]?.integerValue }).count == panels.count)
        #expect(dashboard["uid"] == "alcazar")
    }

    @Test func `every metric has its row in the manual with type and labels, and every row its metric`() throws {
        let row = #/\| `([a-z_]+)` \| (counter|gauge|histogram) \|([^|]*)\|/#
        let rows = try document("docs/operations.md").matches(of: row).map { match in
            "\(match.1) \(match.2) \(match.3.trimmingCharacters(in: .whitespaces))"
        }
        let families = text.families.map { family in
            let labels = Set(family.samples.flatMap(\.labels.keys)).subtracting(["le"]).sorted()
            return "\(family.name) \(family.type) \(labels.map { "`\($0)`" }.joined(separator: ", "))"
        }
        #expect(Set(rows) == Set(families))
        #expect(rows.count == families.count)
    }

    @Test func `names follow the conventions`() {
        for family in text.families {
            #expect(family.name.contains(#/^(alcazar|process)_[a-z_]+$/#))
            let isInfo = family.name.hasSuffix("_info")
            #expect(family.name.hasSuffix("_total") == (family.type == "counter"))
            #expect(!isInfo || family.samples.allSatisfy { $0.value == 1 })
            #expect(!family.name.contains(#/milli|micro|nano|_ms|minutes|kilo|percent|_count$|_sum$|_bucket$/#))
        }
    }
}
