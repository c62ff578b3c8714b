internal import FoundationEssentials
package import Platform

/// Files under `Fixtures/`, found from the place of this source file.
package enum Fixture {
    /// A fixture that does not hold what the test expects of it.
    package struct Fault: Error {
        let path: String
    }

    private static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures")
    }

    /// Where a fixture is, for another program.
    package static func path(_ path: String) -> String { root.appending(path: path).path }

    package static func bytes(_ path: String) throws(Fault) -> [UInt8] {
        do { return Array(try Data(contentsOf: root.appending(path: path))) } catch { throw Fault(path: path) }
    }

    package static func text(_ path: String) throws(Fault) -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else { throw Fault(path: path) }
        return text
    }

    package static func json(_ path: String) throws(Fault) -> JSONValue {
        let bytes = try bytes(path)
        do throws(JSONError) { return try JSONValue(parsing: bytes) } catch { throw Fault(path: path) }
    }

    /// A file of hexadecimal digits and line feeds.
    package static func hexFile(_ path: String) throws(Fault) -> [UInt8] {
        guard let bytes = hex(try text(path).filter { $0 != "\n" }) else { throw Fault(path: path) }
        return bytes
    }

    package static func hex(_ text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension JSONValue {
    package func text(_ name: String) throws(Fixture.Fault) -> String {
        guard let text = self[name]?.stringValue else { throw Fixture.Fault(path: name) }
        return text
    }

    /// The bytes of a member that is written in hexadecimal digits.
    package func hex(_ name: String) throws(Fixture.Fault) -> [UInt8] {
        guard let bytes = Fixture.hex(try text(name)) else { throw Fixture.Fault(path: name) }
        return bytes
    }
}
