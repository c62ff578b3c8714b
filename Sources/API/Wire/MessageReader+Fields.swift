package import Model
package import Platform

/// What the length of a text must be, in Unicode code points.
package enum TextRule: Sendable {
    case any
    case atMost(Int)
    case between(Int, Int)

    /// An identifier that must be there.
    package static let identifier = TextRule.between(1, 200)

    /// The validator's words, or `nil` when the text is right.
    func violation(_ text: String) -> String? {
        let count = text.unicodeScalars.count
        switch self {
        case .any: return nil
        case .atMost(let greatest):
            return count <= greatest ? nil : "value length must be at most \(greatest) runes"
        case .between(let least, let greatest):
            return (least...greatest).contains(count)
                ? nil : "value length must be between \(least) and \(greatest) runes, inclusive"
        }
    }
}

extension MessageReader {
    /// A string; absent reads as empty and must pass the rule as such.
    package func string(_ field: String, _ rule: TextRule = .any) throws(DomainError) -> String {
        let text = try text(field) ?? ""
        if let violation = rule.violation(text) { throw fault(field, violation) }
        return text
    }

    /// A string whose absence means something; the rule holds only when it is there.
    package func optionalString(_ field: String, _ rule: TextRule = .any) throws(DomainError) -> String? {
        guard let text = try text(field) else { return nil }
        if let violation = rule.violation(text) { throw fault(field, violation) }
        return text
    }

    /// The strings of a repeated field; a lone string counts as a list of one, as in a query.
    package func strings(_ field: String, _ rule: TextRule = .any) throws(DomainError) -> [String] {
        var strings: [String] = []
        for (index, element) in try elements(field).enumerated() {
            guard case .string(let text) = element else { throw mismatch(field, "string") }
            if let violation = rule.violation(text) { throw fault("\(field)[\(index)]", violation) }
            strings.append(text)
        }
        return strings
    }

    package func bool(_ field: String) throws(DomainError) -> Bool {
        try optionalBool(field) ?? false
    }

    package func optionalBool(_ field: String) throws(DomainError) -> Bool? {
        switch members[field] {
        case nil: return nil
        case .bool(let value): return value
        case .string(let text):
            guard let value = isQuery ? Self.queryBools[text] : Bool(text) else { throw mismatch(field, "bool") }
            return value
        default: throw mismatch(field, "bool")
        }
    }

    /// What a gateway takes for a boolean: the spellings of Go's `strconv.ParseBool`.
    private static let queryBools = [
        "1": true, "t": true, "T": true, "true": true, "TRUE": true, "True": true,
        "0": false, "f": false, "F": false, "false": false, "FALSE": false, "False": false,
    ]

    /// An unsigned integer that fits 63 bits, as a number or a decimal string; absent is 0.
    package func unsigned(_ field: String) throws(DomainError) -> Int64 {
        switch members[field] {
        case nil: return 0
        case .integer(let value) where value >= 0: return value
        case .number(let value) where value >= 0 && value < 9e15 && value == value.rounded(): return Int64(value)
        case .string(let text):
            guard let value = Int64(text), value >= 0 else { throw mismatch(field, "uint64") }
            return value
        default: throw mismatch(field, "uint64")
        }
    }

    /// A 32-bit integer, as a number or a decimal string; absent is 0.
    package func integer(_ field: String) throws(DomainError) -> Int32 {
        let value: Int32? =
            switch members[field] {
            case nil: 0
            case .integer(let value): Int32(exactly: value)
            case .number(let value): Int32(exactly: value)
            case .string(let text): Int32(text)
            default: nil
            }
        guard let value else { throw mismatch(field, "int32") }
        return value
    }

    /// Bytes in either base64 alphabet; absent is empty.
    package func bytes(_ field: String, atLeast least: Int = 0, atMost greatest: Int = .max)
        throws(DomainError) -> [UInt8]
    {
        guard let text = try text(field) else {
            guard least == 0 else { throw fault(field, Self.byteRule(least, greatest)) }
            return []
        }
        guard let bytes = Base64.decodeLenient(text) else { throw mismatch(field, "bytes") }
        guard bytes.count >= least, bytes.count <= greatest else {
            throw fault(field, Self.byteRule(least, greatest))
        }
        return bytes
    }

    /// A JSON object of any form (`google.protobuf.Struct`); absent is empty.
    package func object(_ field: String) throws(DomainError) -> JSONObject {
        switch members[field] {
        case nil: return JSONObject()
        case .object(let object): return object
        default: throw mismatch(field, "google.protobuf.Struct")
        }
    }

    package func timestamp(_ field: String) throws(DomainError) -> Timestamp? {
        guard let text = try text(field) else { return nil }
        guard let timestamp = Timestamp(rfc3339: text) else { throw mismatch(field, "google.protobuf.Timestamp") }
        return timestamp
    }

    /// A duration such as `5s` or `0.25s`.
    package func duration(_ field: String) throws(DomainError) -> Duration? {
        guard let text = try text(field) else { return nil }
        guard text.hasSuffix("s"), let seconds = Double(text.dropLast()),
            text.utf8.allSatisfy({ "0123456789.-s".utf8.contains($0) })
        else { throw mismatch(field, "google.protobuf.Duration") }
        // Only rounded it is compared with the limit: what is accepted can be written, and read again.
        let milliseconds = (seconds * 1000).rounded()
        guard milliseconds.magnitude < 315_576_000_001_000 else { throw mismatch(field, "google.protobuf.Duration") }
        return .milliseconds(Int64(milliseconds))
    }

    /// An enum by name or number, also one in a text. Absent, and a name that is not known, read as number 0; a number that
    /// is not known is a fault.
    package func enumeration<E: WireEnum>(_ field: String, as type: E.Type = E.self) throws(DomainError) -> E {
        try optionalEnumeration(field) ?? E.zero
    }

    package func optionalEnumeration<E: WireEnum>(
        _ field: String, as type: E.Type = E.self
    ) throws(DomainError) -> E? {
        guard let value = members[field] else { return nil }
        return try enumeration(value, field)
    }

    /// The values of a repeated enum; names that are not known are dropped.
    package func enumerations<E: WireEnum>(_ field: String, as type: E.Type = E.self) throws(DomainError) -> [E] {
        var values: [E] = []
        for element in try elements(field) {
            if let value: E = try enumeration(element, field) { values.append(value) }
        }
        return values
    }

    private func enumeration<E: WireEnum>(_ value: JSONValue, _ field: String) throws(DomainError) -> E? {
        let number: Int?
        switch value {
        case .string(let name):
            if let value = E.named(name) { return value }
            // In a query everything is a text.
            guard Self.isNumber(name) else { return nil }
            number = Int(name)
        case .integer(let value): number = Int(value)
        default: throw mismatch(field, "enum")
        }
        guard let value = number.flatMap(E.numbered) else {
            throw fault(field, "value must be one of the defined enum values")
        }
        return value
    }

    /// Whether a text is an integer, however great.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        return !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    private func text(_ field: String) throws(DomainError) -> String? {
        switch members[field] {
        case nil: nil
        case .string(let text): text
        default: throw mismatch(field, "string")
        }
    }

    private func elements(_ field: String) throws(DomainError) -> [JSONValue] {
        switch members[field] {
        case nil: []
        case .array(let elements): elements
        case .string(let text): [.string(text)]
        default: throw mismatch(field, "repeated")
        }
    }

    private static func byteRule(_ least: Int, _ greatest: Int) -> String {
        least == 0
            ? "value length must be at most \(greatest) bytes"
            : "value length must be between \(least) and \(greatest) bytes, inclusive"
    }
}
