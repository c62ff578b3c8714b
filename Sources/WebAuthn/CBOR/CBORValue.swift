/// A CBOR data item (RFC 8949), as far as authenticators write any: the CTAP2 canonical form without floating point
/// numbers and tags.
package enum CBORValue: Sendable, Hashable {
    /// Of 64 bits with its sign; no member of a message here is larger.
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBORValue])
    case map(CBORMap)
    case bool(Bool)
    case null
}

extension CBORValue {
    package var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var bytesValue: [UInt8]? {
        if case .bytes(let value) = self { value } else { nil }
    }

    package var textValue: String? {
        if case .text(let value) = self { value } else { nil }
    }

    package var arrayValue: [CBORValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    package var mapValue: CBORMap? {
        if case .map(let value) = self { value } else { nil }
    }
}

/// The entries of a CBOR map in the order of the canonical form; no key occurs twice.
package struct CBORMap: Sendable, Hashable {
    package enum Key: Sendable, Hashable {
        case integer(Int64)
        case text(String)
    }

    package struct Entry: Sendable, Hashable {
        package let key: Key
        package let value: CBORValue
    }

    package let entries: [Entry]

    package subscript(_ key: Int64) -> CBORValue? { self[.integer(key)] }
    package subscript(_ key: String) -> CBORValue? { self[.text(key)] }

    package subscript(_ key: Key) -> CBORValue? {
        // Texts are compared by their bytes: `==` would hold for canonically equivalent ones as well.
        entries.first { entry in
            switch (entry.key, key) {
            case (.integer(let mine), .integer(let other)): mine == other
            case (.text(let mine), .text(let other)): mine.utf8.elementsEqual(other.utf8)
            default: false
            }
        }?.value
    }

    /// Whether these are the keys and there are no others.
    func hasExactly(_ keys: Key...) -> Bool {
        entries.count == keys.count && keys.allSatisfy { self[$0] != nil }
    }
}
