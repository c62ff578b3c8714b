/// Writes CBOR for tests, also such that must be refused: nothing is sorted or checked.
package enum TestCBOR: Sendable {
    package struct Entry: Sendable {
        let key: TestCBOR
        let value: TestCBOR

        package init(_ key: TestCBOR, _ value: TestCBOR) {
            self.key = key
            self.value = value
        }
    }

    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([TestCBOR])
    case map([Entry])
    case bool(Bool)
    case null

    package var encoded: [UInt8] {
        switch self {
        case .integer(let value) where value >= 0: Self.head(0, UInt64(value))
        case .integer(let value): Self.head(1, UInt64(-1 - value))
        case .bytes(let bytes): Self.head(2, UInt64(bytes.count)) + bytes
        case .text(let text): Self.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let elements): Self.head(4, UInt64(elements.count)) + elements.flatMap(\.encoded)
        case .map(let entries):
            Self.head(5, UInt64(entries.count)) + entries.flatMap { $0.key.encoded + $0.value.encoded }
        case .bool(let value): [value ? 0xF5 : 0xF4]
        case .null: [0xF6]
        }
    }

    private static func head(_ type: UInt8, _ number: UInt64) -> [UInt8] {
        let type = type << 5
        switch number {
        case 0..<24: return [type | UInt8(number)]
        case 24..<0x100: return [type | 24, UInt8(number)]
        case 0x100..<0x1_0000: return [type | 25] + bigEndian(number, 2)
        case 0x1_0000..<0x1_0000_0000: return [type | 26] + bigEndian(number, 4)
        default: return [type | 27] + bigEndian(number, 8)
        }
    }

    private static func bigEndian(_ number: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}
