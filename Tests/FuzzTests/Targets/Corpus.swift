internal import FoundationEssentials
internal import Platform

/// Files below `Fixtures/`, found from the place of this source file.
enum Corpus {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")

    static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: root.appending(path: path).path).map { Array($0) }
    }

    static func text(_ path: String) -> String? {
        bytes(path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    static func json(_ path: String) -> JSONValue? {
        guard let bytes = bytes(path) else { return nil }
        do throws(JSONError) { return try JSONValue(parsing: bytes) } catch { return nil }
    }

    /// The files of a folder whose names begin with the prefix, in order; none when there is no such folder.
    static func files(_ folder: String, prefix: String = "") -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (names ?? []).filter { $0.hasPrefix(prefix) }.sorted().map { "\(folder)/\($0)" }
    }

    static func texts(_ folder: String, prefix: String) -> [String] {
        files(folder, prefix: prefix).compactMap(text)
    }
}
