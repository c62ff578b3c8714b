internal import Testing

/// The list of the tests that stand for modules of the OpenID conformance suite, for best practices and for known flaws
/// says what is there.
@Suite("Conformance")
struct ConformanceTests {
    /// A row of a table: what is tested, and the tests, as `Suite/test`.
    private struct Row {
        let table: String
        let item: String
        let tests: [String]
    }

    private let rows: [Row]
    /// Every test of the package, as `Suite/test`.
    private let existing: Set<String>

    init() throws {
        rows = Self.rows(try Repository.text("Tests/conformance.md"))
        existing = Set(try Repository.tests.get().flatMap(Self.tests))
    }

    private static func rows(_ text: String) -> [Row] {
        var table = ""
        return text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("## ") { table = String(line.dropFirst(3)) }
            guard let cells = line.wholeMatch(of: #/\| (.+?) \| (.+) \|/#), cells.2 != "Test" else { return nil }
            return Row(
                table: table, item: String(cells.1), tests: cells.2.matches(of: #/`([^`]+)`/#).map { String($0.1) })
        }
    }

    private static func tests(of file: SourceFile) -> [String] {
        var suite = ""
        return file.lines.compactMap { line in
            if line.first?.isWhitespace == false,
                let type = line.firstMatch(of: #/\b(?:struct|class|enum|actor|extension) (\w+)/#)
            {
                suite = String(type.1)
            }
            guard line.hasBytes(of: "func `"), let name = line.firstMatch(of: #/func `([^`]+)`/#) else { return nil }
            return "\(suite)/\(name.1)"
        }
    }

    @Test func `every test on the list exists`() {
        #expect(!rows.isEmpty)
        #expect(rows.filter(\.tests.isEmpty).map(\.item) == [], "rows without a test")
        #expect(Set(rows.flatMap(\.tests)).subtracting(existing).sorted() == [], "tests that do not exist")
    }

    @Test func `every test that is named after a module, a rule or an item is on the list`() {
        let named = existing.filter { $0.contains(#/\/(?:oidcc-|RFC 9700 |10\.[0-9]+\.[0-9]+: )/#) }
        #expect(named.count > 80)
        #expect(named.subtracting(rows.flatMap(\.tests)).sorted() == [])
    }

    /// The numbers of the plans in the conformance suite.
    @Test(arguments: [
        ("OpenID Connect: Basic OP and Form Post OP", 38), ("OpenID Connect: Config OP", 1),
        ("OpenID Connect: RP-initiated logout", 11), ("OpenID Connect: back-channel logout", 2),
    ])
    func `a plan has each of its modules once, with a test of its name`(plan: String, modules: Int) {
        let own = rows.filter { $0.table == plan }
        #expect(own.count == modules)
        #expect(Set(own.map(\.item)).count == modules)
        for row in own { #expect(row.tests.allSatisfy { $0.hasSuffix("/\(row.item)") }, "\(row.item)") }
    }
}
