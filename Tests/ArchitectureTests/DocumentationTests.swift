internal import App
internal import Testing

/// What the documents say about the code, as far as a program can tell.
@Suite("Documentation")
struct DocumentationTests {
    @Test(arguments: Module.all.map(\.name))
    func `the architecture names every module`(name: String) throws {
        #expect(try Repository.text("docs/architecture.md").contains("`\(name)`"))
    }

    @Test func `every setting has its row, and every row its setting`() throws {
        let settings = try Configuration(environment: [:]).settingNames
        let rows = try Set(
            Repository.text("docs/configuration.md").split(separator: "\n")
                .compactMap { $0.firstMatch(of: #/^\| `(ALCAZAR_[A-Z0-9_]+)`/#).map { String($0.1) } })
        #expect(settings.subtracting(rows) == [], "settings without a row")
        #expect(rows.subtracting(settings) == [], "rows without a setting")
    }

    @Test func `every link leads somewhere`() throws {
        var broken: [String] = []
        for page in try ["README.md", "keys/README.md"] + Repository.files(in: "docs", suffix: ".md") {
            let folder = page.split(separator: "/").dropLast().map { "\($0)/" }.joined()
            for link in try Repository.text(page).matches(of: #/\]\(([^)#]+)(#[^)]*)?\)/#) {
                let target = String(link.1)
                if !target.contains("://"), !Repository.exists(folder + target) { broken.append("\(page): \(target)") }
            }
        }
        #expect(broken == [])
    }

    @Test func `a decision fits one page and says context, decision and consequence`() throws {
        let records = try Repository.files(in: "docs/adr", suffix: ".md")
        #expect(!records.isEmpty)
        for record in records {
            let text = try Repository.text(record)
            let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
            #expect(headings == ["## Context", "## Decision", "## Consequence"], "\(record)")
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 60, "\(record)")
        }
    }
}
