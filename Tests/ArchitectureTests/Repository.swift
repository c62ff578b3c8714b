internal import FoundationEssentials

/// The repository that this test was compiled from.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files of a folder, read once.
    static let sources = Result { try swiftFiles(in: "Sources") }
    static let tests = Result { try swiftFiles(in: "Tests") }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// The files below a folder that have this suffix, relative to the root and in order.
    static func files(in folder: String, suffix: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(suffix) }
            .map { "\(folder)/\($0)" }
            .sorted()
    }

    private static func swiftFiles(in folder: String) throws -> [SourceFile] {
        try files(in: folder, suffix: ".swift").map { try SourceFile(path: $0, text: text($0)) }
    }
}

/// A Swift file, line by line.
struct SourceFile: Sendable {
    let path: String
    /// The folder below `Sources` or `Tests`, which has the name of its target.
    let module: String
    let lines: [String]

    init(path: String, text: String) {
        self.path = path
        let parts = path.split(separator: "/")
        module = parts.count > 1 ? String(parts[1]) : ""
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The indices of the lines of code, comment lines aside, in which one of the words occurs and that satisfy the
    /// condition. Words are compared byte by byte, which is what makes these tests quick.
    func indices(
        of words: [String], where isMeant: (String) -> Bool = { _ in true }
    ) -> [Int] {
        lines.indices.filter { index in
            let line = lines[index]
            return words.contains { line.hasBytes(of: $0) } && !isComment(index) && isMeant(line)
        }
    }

    /// `path:line` for each of ``indices(of:where:)``.
    func places(of words: [String], where isMeant: (String) -> Bool = { _ in true }) -> [String] {
        indices(of: words, where: isMeant).map { place($0) }
    }

    func place(_ index: Int) -> String { "\(path):\(index + 1)" }

    func isComment(_ index: Int) -> Bool {
        lines[index].utf8.drop { $0 == UInt8(ascii: " ") }.starts(with: "//".utf8)
    }
}

extension String {
    /// Whether the bytes of the word occur in this text.
    func hasBytes(of word: String) -> Bool {
        var rest = utf8[...]
        guard let first = word.utf8.first else { return true }
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: word.utf8) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
