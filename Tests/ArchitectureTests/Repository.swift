internal import FoundationEssentials

/// The repository that this test was compiled from.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

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

    static func swiftFiles(in folder: String) throws -> [SourceFile] {
        try files(in: folder, suffix: ".swift").map { try SourceFile(path: $0, text: text($0)) }
    }
}

/// A Swift file, line by line.
struct SourceFile {
    let path: String
    /// The folder below `Sources` or `Tests`, which has the name of its target.
    let module: String
    let lines: [Substring]

    init(path: String, text: String) {
        self.path = path
        let parts = path.split(separator: "/")
        module = parts.count > 1 ? String(parts[1]) : ""
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// `path:line`, for every line of code (comment lines aside) in which the pattern occurs.
    func places(of pattern: Regex<Substring>) -> [String] {
        lines.enumerated().compactMap { index, line in
            guard !line.isComment, line.contains(pattern) else { return nil }
            return "\(path):\(index + 1)"
        }
    }
}

extension Substring {
    var isComment: Bool { drop { $0 == " " }.hasPrefix("//") }
}
