internal import FoundationEssentials
internal import Platform
internal import Testing

/// Files under `Fixtures/`, found from the place of this source file.
enum Fixture {
    private static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures")
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    static func text(_ path: String) throws -> String {
        let bytes = try bytes(path)
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: bytes(path))
    }

    /// A file of hexadecimal digits and one line feed.
    static func hexFile(_ path: String) throws -> [UInt8] {
        let digits = try text(path).filter { $0 != "\n" }
        return try #require(hex(digits))
    }

    static func hex(_ text: String) -> [UInt8]? {
        let digits = Array(text).compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension JSONValue {
    /// The bytes of a member that is written in hexadecimal digits.
    func hex(_ name: String) throws -> [UInt8] {
        let digits = try text(name)
        return try #require(Fixture.hex(digits))
    }

    func text(_ name: String) throws -> String {
        try #require(self[name]?.stringValue)
    }

    func base64URL(_ name: String) throws -> [UInt8] {
        let text = try text(name)
        return try #require(Base64URL.decode(text))
    }
}
