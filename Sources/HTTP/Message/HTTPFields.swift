/// The fields of a message in their order (RFC 9110 §5). Names compare without case and nothing is ever merged:
/// `X-User` and `X_User` stay different names, and a repeated field stays repeated.
///
/// All text lies in one byte buffer. Fields of a request share the buffer they were received in, fields made here are
/// already laid out as the lines of the header section.
package struct HTTPFields: Sendable {
    struct Entry: Sendable {
        var nameStart: UInt32
        var nameEnd: UInt32
        var valueStart: UInt32
        var valueEnd: UInt32

        var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    private(set) var storage: [UInt8]
    private(set) var entries: [Entry]
    /// Whether `storage` is exactly the lines of `entries`, each with its line end.
    private(set) var isSerialized: Bool

    package init() {
        storage = []
        entries = []
        isSerialized = true
    }

    /// Fields that a parser found in its buffer and has validated.
    init(parsed entries: [Entry], in storage: [UInt8]) {
        self.storage = storage
        self.entries = entries
        isSerialized = false
    }

    package var count: Int { entries.count }
    package var isEmpty: Bool { entries.isEmpty }

    /// The value of the first field with this name. Setting replaces all of them; `nil` removes them.
    package subscript(_ name: String) -> String? {
        get {
            guard let entry = entries.first(where: { matches($0, name) }) else { return nil }
            return text(entry.value)
        }
        set {
            removeAll(name)
            if let newValue { append(name, newValue) }
        }
    }

    /// The values of all fields with this name, in their order.
    package func values(_ name: String) -> [String] {
        entries.filter { matches($0, name) }.map { text($0.value) }
    }

    package func contains(_ name: String) -> Bool {
        entries.contains { matches($0, name) }
    }

    /// Replaces all fields with this name by one.
    package mutating func set(_ name: String, _ value: String) {
        self[name] = value
    }

    /// Adds a field after the others.
    ///
    /// A control character in the value becomes a space (RFC 9110 §5.5), so that no value can start a line of its own.
    package mutating func append(_ name: String, _ value: String) {
        let token = name.utf8.span
        precondition(
            !token.isEmpty && token.indices.allSatisfy { HTTPCharacters.isToken(token[$0]) }, "a field name is a token")
        let nameStart = storage.count
        storage.append(contentsOf: name.utf8)
        let nameEnd = storage.count
        storage.append(UInt8(ascii: ":"))
        storage.append(HTTPCharacters.space)
        let valueStart = storage.count
        let content = value.utf8.span
        if content.indices.allSatisfy({ HTTPCharacters.isFieldContent(content[$0]) }) {
            storage.append(contentsOf: value.utf8)
        } else {
            storage += value.utf8.map { HTTPCharacters.isFieldContent($0) ? $0 : HTTPCharacters.space }
        }
        let valueEnd = storage.count
        storage.append(HTTPCharacters.carriageReturn)
        storage.append(HTTPCharacters.lineFeed)
        entries.append(
            Entry(
                nameStart: UInt32(nameStart), nameEnd: UInt32(nameEnd), valueStart: UInt32(valueStart),
                valueEnd: UInt32(valueEnd)))
    }

    package mutating func removeAll(_ name: String) {
        guard contains(name) else { return }
        self = HTTPFields(self.filter { !$0.name.isEqual(toField: name) })
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: storage[range], as: UTF8.self)
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ name: String) -> Bool {
        let (range, other) = (entry.name, name.utf8.span)
        guard range.count == other.count else { return false }
        let bytes = storage.span
        for index in other.indices {
            let byte = bytes[range.lowerBound + index]
            guard HTTPCharacters.lowercased(byte) == HTTPCharacters.lowercased(other[index]) else { return false }
        }
        return true
    }
}

extension HTTPFields {
    package init(_ pairs: some Sequence<(name: String, value: String)>) {
        self.init()
        for pair in pairs { append(pair.name, pair.value) }
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (name: $0.0, value: $0.1) })
    }
}

extension HTTPFields: Sequence {
    package func makeIterator() -> AnyIterator<(name: String, value: String)> {
        var index = 0
        return AnyIterator {
            guard index < entries.count else { return nil }
            defer { index += 1 }
            return (text(entries[index].name), text(entries[index].value))
        }
    }
}

extension String {
    func isEqual(toField name: String) -> Bool {
        utf8.count == name.utf8.count
            && zip(utf8, name.utf8).allSatisfy { HTTPCharacters.lowercased($0) == HTTPCharacters.lowercased($1) }
    }
}
