internal import Testing

/// The rules of the code that neither the compiler nor the formatter knows.
@Suite("Code rules")
struct CodeRuleTests {
    private static let longestFile = 500

    @Test(arguments: ["Sources", "Tests"])
    func `no file is longer than the limit`(folder: String) throws {
        let long = try Repository.swiftFiles(in: folder)
            .filter { $0.lines.count > Self.longestFile + 1 }
            .map { "\($0.path): \($0.lines.count - 1) lines" }
        #expect(long == [])
    }

    @Test func `nothing is public, since nobody imports us`() throws {
        let pattern =
            #/^\s*(?:@\w+\s+)*(?:public|open)\s+[a-z]/#
        #expect(try places(of: pattern, in: "Sources") == [])
    }

    @Test(arguments: ["Sources", "Tests"])
    func `nothing is forced`(folder: String) throws {
        #expect(try places(of: #/\btry!|\bas!|\bunowned\(unsafe\)/#, in: folder) == [])
    }

    @Test func `input cannot stop the process on purpose`() throws {
        #expect(try places(of: #/\bfatalError\(/#, in: "Sources") == [])
    }

    @Test func `only the command line prints`() throws {
        let printers: Set<String> = ["App", "alcazar"]
        let printing = try Repository.swiftFiles(in: "Sources")
            .filter { !printers.contains($0.module) }
            .flatMap { $0.places(of: #/\b(?:print|debugPrint|dump)\(/#) }
        #expect(printing == [])
    }

    @Test(arguments: ["@unchecked Sendable", "nonisolated(unsafe)", "Task.detached"])
    func `what the compiler cannot prove is proved in a comment`(words: String) throws {
        let unproved = try Repository.swiftFiles(in: "Sources").flatMap { file in
            file.lines.indices.filter { index in
                file.lines[index].contains(words) && !file.lines[index].isComment && !file.isExplained(at: index)
            }.map { "\(file.path):\($0 + 1)" }
        }
        #expect(unproved == [])
    }

    @Test func `a dropped error is explained`() throws {
        let silent = try Repository.swiftFiles(in: "Sources").flatMap { file in
            file.lines.indices.filter { index in
                file.lines[index].contains(#/\btry\?/#) && !file.lines[index].isComment && !file.isExplained(at: index)
            }.map { "\(file.path):\($0 + 1)" }
        }
        #expect(silent == [])
    }

    @Test(arguments: ["Sources", "Tests"])
    func `nothing is left for later`(folder: String) throws {
        let later = try Repository.swiftFiles(in: folder)
            .filter { $0.module != "ArchitectureTests" }
            .flatMap { file in
                file.lines.indices.filter { file.lines[$0].contains(#/\b(?:TODO|FIXME|XXX)\b/#) }
                    .map { "\(file.path):\($0 + 1)" }
            }
        #expect(later == [])
    }

    @Test func `tests use Swift Testing`() throws {
        #expect(try places(of: #/\bimport XCTest\b/#, in: "Tests") == [])
    }

    /// This file names what it forbids, so it is left out.
    private func places(of pattern: Regex<Substring>, in folder: String) throws -> [String] {
        try Repository.swiftFiles(in: folder)
            .filter { $0.module != "ArchitectureTests" }
            .flatMap { $0.places(of: pattern) }
    }
}

extension SourceFile {
    /// Whether a comment ends on the line, stands right above it, or above the attributes and the declaration that the
    /// line belongs to.
    fileprivate func isExplained(at index: Int) -> Bool {
        if lines[index].contains(" // ") { return true }
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        if above >= 0, lines[above].isComment { return true }
        // The first statement of a short body is explained by the comment of the declaration around it.
        return above >= 1 && lines[above].hasSuffix("{") && lines[above - 1].isComment
    }
}
