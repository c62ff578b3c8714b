/// Reads one CBOR data item in the CTAP2 canonical form (CTAP 2.1 §8; WebAuthn Level 2 §2 asks readers to refuse
/// every other form): definite lengths, numbers in their shortest form, the keys of a map in order and each once.
///
/// No length of the input drives an allocation: what is announced must be there.
struct CBORReader {
    /// CTAP 2.1 §8: no message nests deeper.
    static let greatestDepth = 4
    static let greatestItemCount = 512
    /// Far more than an attestation object with a chain of certificates.
    static let greatestLength = 64 * 1024

    private let bytes: ArraySlice<UInt8>
    private(set) var index: Int
    private var items = 0

    init(_ bytes: ArraySlice<UInt8>) throws(CBORError) {
        guard bytes.count <= Self.greatestLength else { throw .tooLong }
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func value(depth: Int = 0) throws(CBORError) -> CBORValue {
        items += 1
        guard items <= Self.greatestItemCount else { throw .tooManyItems }
        let initial = try byte()
        let (type, information) = (initial >> 5, initial & 0x1F)
        if type == 7 { return try simple(information) }
        let argument = try argument(information)
        switch type {
        case 0: return .integer(try signed(argument))
        case 1: return .integer(-1 - (try signed(argument)))
        case 2: return .bytes(Array(try take(argument)))
        case 3:
            guard let text = String(validating: try take(argument), as: UTF8.self) else { throw .invalidText }
            return .text(text)
        case 4: return .array(try array(argument, depth: depth + 1))
        case 5: return .map(try map(argument, depth: depth + 1))
        default: throw .unsupportedItem
        }
    }

    private mutating func byte() throws(CBORError) -> UInt8 {
        guard index < bytes.endIndex else { throw .truncated }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func simple(_ information: UInt8) throws(CBORError) -> CBORValue {
        switch information {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        case 31: throw .indefiniteLength
        default: throw .unsupportedItem
        }
    }

    /// The number that follows the type: a value or a length.
    private mutating func argument(_ information: UInt8) throws(CBORError) -> UInt64 {
        switch information {
        case 0..<24: return UInt64(information)
        case 24...27:
            let count = 1 << (information - 24)
            var number: UInt64 = 0
            for _ in 0..<count { number = number << 8 | UInt64(try byte()) }
            let least: UInt64 = count == 1 ? 24 : 1 << (count * 4)
            guard number >= least else { throw .notShortest }
            return number
        case 31: throw .indefiniteLength
        default: throw .unsupportedItem
        }
    }

    private func signed(_ number: UInt64) throws(CBORError) -> Int64 {
        guard let number = Int64(exactly: number) else { throw .numberTooLarge }
        return number
    }

    private mutating func take(_ count: UInt64) throws(CBORError) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.endIndex - index) else { throw .truncated }
        defer { index += Int(count) }
        return bytes[index..<index + Int(count)]
    }

    private mutating func array(_ count: UInt64, depth: Int) throws(CBORError) -> [CBORValue] {
        guard depth <= Self.greatestDepth else { throw .tooDeep }
        var values: [CBORValue] = []
        for _ in 0..<count { values.append(try value(depth: depth)) }
        return values
    }

    private mutating func map(_ count: UInt64, depth: Int) throws(CBORError) -> CBORMap {
        guard depth <= Self.greatestDepth else { throw .tooDeep }
        var entries: [CBORMap.Entry] = []
        var previous: ArraySlice<UInt8>?
        for _ in 0..<count {
            let start = index
            let key: CBORMap.Key =
                switch try value(depth: depth) {
                case .integer(let number): .integer(number)
                case .text(let text): .text(text)
                default: throw .unsupportedKey
                }
            // The order of shortest encodings, byte by byte, is the order by type, length and value.
            let encoded = bytes[start..<index]
            if let previous, !previous.lexicographicallyPrecedes(encoded) {
                throw previous.elementsEqual(encoded) ? .duplicateKey : .unsortedKeys
            }
            previous = encoded
            entries.append(CBORMap.Entry(key: key, value: try value(depth: depth)))
        }
        return CBORMap(entries: entries)
    }
}

extension CBORValue {
    /// Reads one item, which must be all there is.
    package init(decoding bytes: [UInt8]) throws(CBORError) {
        let (value, count) = try Self.prefix(of: bytes[...])
        guard count == bytes.count else { throw .trailingBytes }
        self = value
    }

    /// Reads the first item.
    /// - Returns: the item and how many bytes it takes.
    static func prefix(of bytes: ArraySlice<UInt8>) throws(CBORError) -> (value: CBORValue, count: Int) {
        var reader = try CBORReader(bytes)
        let value = try reader.value()
        return (value, reader.index - bytes.startIndex)
    }
}
