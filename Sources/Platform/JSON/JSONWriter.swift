/// Writes JSON text in UTF-8 without insignificant white space.
///
/// `<`, `>` and `&` are escaped, so that a body that a browser takes for HTML carries no markup.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func append(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(true): bytes.append(contentsOf: "true".utf8)
        case .bool(false): bytes.append(contentsOf: "false".utf8)
        case .integer(let integer): bytes.append(contentsOf: String(integer).utf8)
        case .number(let number): append(number)
        case .string(let string): append(string)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): append(object)
        }
    }

    package mutating func append(_ object: JSONObject) {
        let members = object.members.span
        bytes.append(UInt8(ascii: "{"))
        for index in members.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(members[index].name)
            bytes.append(UInt8(ascii: ":"))
            append(members[index].value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// JSON has no infinity and no NaN; they cannot come from input and are written as null.
    private mutating func append(_ number: Double) {
        bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
    }

    private mutating func append(_ string: String) {
        let text = string.utf8.span
        bytes.append(UInt8(ascii: "\""))
        if text.indices.allSatisfy({ Self.isPlain(text[$0]) }) {
            bytes.append(contentsOf: string.utf8)
        } else {
            appendEscaped(string)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a byte of a string stands for itself.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x40 ? byte != 0x5C && byte != 0x7F : plainBelow64 >> UInt64(byte) & 1 == 1
    }

    /// A bit for each of the first 64 characters: all from the space on, without `"`, `&`, `<` and `>`.
    private static let plainBelow64: UInt64 = 0xAFFF_FFBB_0000_0000

    private mutating func appendEscaped(_ string: String) {
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): bytes.append(contentsOf: #"\""#.utf8)
            case UInt8(ascii: "\\"): bytes.append(contentsOf: #"\\"#.utf8)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: #"\n"#.utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: #"\r"#.utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20, 0x7F, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): appendEscaped(byte)
            default: bytes.append(byte)
            }
        }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        let digits = Array("0123456789abcdef".utf8)
        bytes.append(contentsOf: #"\u00"#.utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
    }
}
