internal import Testing

/// The rules of the code that neither the compiler nor the formatter knows.
@Suite("Code rules")
struct CodeRuleTests {
    private static let longestFile = 500

    private let sources: [SourceFile]
    /// This module's files name what they forbid, so they are left out.
    private let all: [SourceFile]

    init() throws {
        sources = try Repository.sources.get()
        all = try sources + Repository.tests.get().filter { $0.module != "ArchitectureTests" }
    }

    @Test func `no file is longer than the limit`() {
        let long = all.filter { $0.lines.count > Self.longestFile + 1 }.map {
            "\($0.path): \($0.lines.count - 1) lines"
        }
        #expect(long == [])
    }

    @Test func `nothing is public, since nobody imports us`() {
        let declaration = #/^\s*(?:@\w+\s+)*(?:public|open)\s+[a-z]/#
        #expect(sources.flatMap { $0.places(of: ["public ", "open "]) { $0.contains(declaration) } } == [])
    }

    @Test func `nothing is forced`() {
        #expect(all.flatMap { $0.places(of: ["try!", " as!"]) } == [])
    }

    @Test func `nothing ends the process on purpose`() {
        #expect(sources.flatMap { $0.places(of: ["fatalError("]) } == [])
    }

    @Test func `only the command line prints`() {
        let printing = sources.filter { !["App", "alcazar"].contains($0.module) }
            .flatMap { $0.places(of: ["print(", "dump("]) { $0.contains(#/\b(?:print|debugPrint|dump)\(/#) } }
        #expect(printing == [])
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "Task.detached"])
    func `what the compiler cannot prove is proved in a comment`(words: String) {
        #expect(sources.flatMap { $0.unexplained([words]) } == [])
    }

    @Test func `a dropped error is explained`() {
        #expect(sources.flatMap { $0.unexplained(["try?"]) } == [])
    }

    @Test func `nothing is left for later`() {
        let later = all.flatMap { file in
            file.lines.indices.filter { index in
                ["TODO", "FIXME", "XXX:"].contains { file.lines[index].hasBytes(of: $0) }
            }.map { file.place($0) }
        }
        #expect(later == [])
    }

    @Test func `tests use Swift Testing`() {
        #expect(all.flatMap { $0.places(of: ["import XCTest"]) } == [])
    }
}

extension SourceFile {
    /// The places of the words that no comment explains.
    fileprivate func unexplained(_ words: [String]) -> [String] {
        indices(of: words).filter { !isExplained($0) }.map { place($0) }
    }

    /// Whether a comment ends on the line, stands right above it, or above the attributes and the declaration that the
    /// line belongs to.
    private func isExplained(_ index: Int) -> Bool {
        if lines[index].hasBytes(of: " // ") { return true }
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        if above >= 0, isComment(above) { return true }
        // The first statement of a short body is explained by the comment of the declaration around it.
        return above >= 1 && lines[above].hasSuffix("{") && isComment(above - 1)
    }
}
