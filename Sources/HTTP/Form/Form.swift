/// Why a form could not be read.
package enum FormError: Error, Equatable {
    /// More pairs or a longer name or value than the limits allow.
    case tooLarge
    /// An incomplete escape, broken UTF-8 or a NUL.
    case malformed
}

/// How much a form may hold.
package struct FormLimits: Sendable {
    package var pairs: Int
    /// Bytes of one name or value, still encoded.
    package var length: Int

    package init(pairs: Int = 200, length: Int = 256 * 1024) {
        self.pairs = pairs
        self.length = length
    }
}

/// The pairs of an `application/x-www-form-urlencoded` body or of a query, decoded and in their order.
package struct Form: Sendable {
    package let pairs: [(name: String, value: String)]

    package init(_ pairs: [(name: String, value: String)] = []) {
        self.pairs = pairs
    }

    /// Reads a body or a query. Empty pairs (`a=1&&b=2`) are skipped; a name without `=` has an empty value.
    package init(parsing bytes: some Collection<UInt8>, limits: FormLimits = FormLimits()) throws(FormError) {
        // Generic iteration across modules costs more than the copy.
        try self.init(Array(bytes), limits)
    }

    private init(_ bytes: [UInt8], _ limits: FormLimits) throws(FormError) {
        var pairs: [(name: String, value: String)] = []
        var start = 0
        while start < bytes.count {
            let (split, end) = Self.pair(in: bytes.span, from: start)
            defer { start = end + 1 }
            if start == end { continue }
            guard pairs.count < limits.pairs else { throw .tooLarge }
            let (name, value) = (bytes[start..<split], bytes[min(split + 1, end)..<end])
            guard name.count <= limits.length, value.count <= limits.length else { throw .tooLarge }
            guard let name = FormCoding.decode(name), let value = FormCoding.decode(value) else { throw .malformed }
            pairs.append((name, value))
        }
        self.pairs = pairs
    }

    /// Where the pair ends that begins there, and where its name does: at the first `=`, or at the end of the pair.
    private static func pair(in bytes: Span<UInt8>, from start: Int) -> (split: Int, end: Int) {
        var (split, end) = (bytes.count, start)
        while end < bytes.count, bytes[end] != UInt8(ascii: "&") {
            if bytes[end] == UInt8(ascii: "="), split == bytes.count { split = end }
            end += 1
        }
        return (min(split, end), end)
    }

    /// Reads the query of a target; an absent one is an empty form.
    package init(query: String?, limits: FormLimits = FormLimits()) throws(FormError) {
        try self.init(parsing: (query ?? "").utf8, limits: limits)
    }

    /// The value of the name, the first one when it is repeated; look at `duplicates` where that must not be.
    package subscript(_ name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    package func values(_ name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// Names that occur more than once, each once.
    package var duplicates: [String] {
        guard pairs.count > 16 else { return fewDuplicates }
        var seen: Set<String> = []
        var repeated: [String] = []
        for pair in pairs where !seen.insert(pair.name).inserted && !repeated.contains(pair.name) {
            repeated.append(pair.name)
        }
        return repeated
    }

    /// For the common small form, which is compared faster than it is hashed.
    private var fewDuplicates: [String] {
        var repeated: [String] = []
        for (index, pair) in pairs.enumerated()
        where pairs[..<index].contains(where: { $0.name == pair.name }) && !repeated.contains(pair.name) {
            repeated.append(pair.name)
        }
        return repeated
    }

    /// Without the names that have no value: for OAuth these count as omitted (RFC 6749 §3.1 and §3.2).
    package var withoutEmptyValues: Form {
        pairs.contains(where: \.value.isEmpty) ? Form(pairs.filter { !$0.value.isEmpty }) : self
    }

    /// The form as it is sent.
    package var encoded: String {
        pairs.map { FormCoding.encode($0.name) + "=" + FormCoding.encode($0.value) }.joined(separator: "&")
    }
}

extension Form: Equatable {
    package static func == (lhs: Form, rhs: Form) -> Bool {
        lhs.pairs.elementsEqual(rhs.pairs) { $0.name == $1.name && $0.value == $1.value }
    }
}
