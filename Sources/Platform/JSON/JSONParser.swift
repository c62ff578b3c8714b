/// Why a text is not the JSON that is accepted here.
package struct JSONError: Error, Hashable {
    package enum Reason: String, Sendable {
        case unexpectedEnd = "unexpected end of input"
        case unexpectedCharacter = "unexpected character"
        case invalidNumber = "invalid number"
        case invalidString = "invalid string"
        case invalidUTF8 = "invalid UTF-8"
        case duplicateMember = "duplicate member"
        case tooDeep = "nested too deeply"
        case tooManyElements = "too many elements"
    }

    package let reason: Reason
    /// Bytes before the place of the fault.
    package let offset: Int
}

/// What one JSON text may cost, decided before it is read (RFC 8259 §9).
package struct JSONLimits: Sendable {
    package var depth = 32
    /// Members and elements of the whole text together.
    package var elements = 50_000

    package init(depth: Int = 32, elements: Int = 50_000) {
        self.depth = depth
        self.elements = elements
    }
}

extension JSONValue {
    /// Parses a JSON text in UTF-8. Stricter than RFC 8259 asks: duplicate members, invalid UTF-8, lone surrogates and
    /// everything after the value except white space are refused, so that two readers cannot see two different values.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var parser = JSONParser(Array(bytes), limits)
        self = try parser.document()
    }
}

private struct JSONParser {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var index = 0
    private var elements = 0

    init(_ bytes: [UInt8], _ limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw fault(.unexpectedCharacter) }
        return value
    }

    private func fault(_ reason: JSONError.Reason) -> JSONError {
        JSONError(reason: reason, offset: index)
    }

    private func peek() throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw fault(.unexpectedEnd) }
        return bytes[index]
    }

    private mutating func skipSpace() {
        while index < bytes.count, Self.isSpace(bytes[index]) { index += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private mutating func countElement() throws(JSONError) {
        elements += 1
        guard elements <= limits.elements else { throw fault(.tooManyElements) }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= limits.depth else { throw fault(.tooDeep) }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault(.unexpectedCharacter)
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for expected in text.description.utf8 {
            guard try peek() == expected else { throw fault(.unexpectedCharacter) }
            index += 1
        }
        return value
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        index += 1
        var members: [JSONObject.Member] = []
        var names = MemberNames()
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            index += 1
            return JSONObject()
        }
        while true {
            skipSpace()
            guard try peek() == UInt8(ascii: "\"") else { throw fault(.unexpectedCharacter) }
            try countElement()
            let name = try string()
            guard names.insert(name, after: members) else { throw fault(.duplicateMember) }
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw fault(.unexpectedCharacter) }
            index += 1
            members.append(.init(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            let next = try peek()
            guard next == UInt8(ascii: ",") || next == UInt8(ascii: "}") else { throw fault(.unexpectedCharacter) }
            index += 1
            if next == UInt8(ascii: "}") { return JSONObject(uniqueMembers: members) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        index += 1
        var values: [JSONValue] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            index += 1
            return values
        }
        while true {
            try countElement()
            values.append(try value(depth: depth + 1))
            skipSpace()
            let next = try peek()
            guard next == UInt8(ascii: ",") || next == UInt8(ascii: "]") else { throw fault(.unexpectedCharacter) }
            index += 1
            if next == UInt8(ascii: "]") { return values }
        }
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        var isInteger = true
        if try peek() == UInt8(ascii: "-") { index += 1 }
        if try peek() == UInt8(ascii: "0") { index += 1 } else { try digits() }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            try digits()
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") {
            isInteger = false
            index += 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        guard index - start <= 64 else { throw fault(.invalidNumber) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw fault(.invalidNumber) }
        return .number(number)
    }

    private mutating func digits() throws(JSONError) {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        guard index > start else { throw fault(index < bytes.count ? .invalidNumber : .unexpectedEnd) }
    }

    private mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        var seen: UInt8 = 0
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
            guard bytes[index] >= 0x20 else { throw fault(.invalidString) }
            seen |= bytes[index]
            index += 1
        }
        guard index < bytes.count else { throw fault(.unexpectedEnd) }
        guard bytes[index] == UInt8(ascii: "\"") else { return try escapedString(Array(bytes[start..<index])) }
        index += 1
        let utf8 = bytes[start..<index - 1]
        // ASCII cannot be invalid, and to validate costs more than to copy.
        return seen < 0x80 ? String(decoding: utf8, as: UTF8.self) : try text(utf8)
    }

    /// The rest of a string from its first escape on; the common string has none and is copied once.
    private mutating func escapedString(_ prefix: [UInt8]) throws(JSONError) -> String {
        var unescaped = prefix
        while true {
            let byte = try peek()
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(unescaped[...])
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw fault(.invalidString)
            default: unescaped.append(byte)
            }
        }
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw fault(.invalidUTF8) }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let byte = try peek()
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw fault(.invalidString)
        }
    }

    private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        var code = first
        if (0xD800..<0xDC00).contains(first) {
            guard try peek() == UInt8(ascii: "\\") else { throw fault(.invalidString) }
            index += 1
            guard try peek() == UInt8(ascii: "u") else { throw fault(.invalidString) }
            index += 1
            let second = try hexadecimal()
            guard (0xDC00..<0xE000).contains(second) else { throw fault(.invalidString) }
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault(.invalidString) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(try peek())).hexDigitValue, bytes[index] < 0x80
            else { throw fault(.invalidString) }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}

/// The names of an object's members so far. Few are compared one by one, which is faster than to hash them.
private struct MemberNames {
    private static let fewest = 16

    private var names: Set<String> = []

    /// - Parameter members: those whose names were inserted before.
    /// - Returns: `false` when the name is there already.
    mutating func insert(_ name: String, after members: [JSONObject.Member]) -> Bool {
        if members.count < Self.fewest { return !members.contains { $0.name == name } }
        if names.isEmpty { names = Set(members.map(\.name)) }
        return names.insert(name).inserted
    }
}
