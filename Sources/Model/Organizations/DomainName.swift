/// The name of a host in lower case (RFC 1123 §2.1): labels of ASCII letters, digits and hyphens.
package struct DomainName: Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String
    package var description: String { rawValue }

    /// - Throws: `ORG-R24hb` for anything else.
    package init(_ text: String) throws(DomainError) {
        let folded = text.lowercased()
        let labels = folded.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard folded.utf8.count <= 253, labels.allSatisfy({ Self.isLabel($0) }) else {
            throw DomainError(.invalidArgument, "ORG-R24hb", "Errors.Org.InvalidDomain")
        }
        rawValue = folded
    }

    /// Whether this is `other` or a name below it.
    package func isWithin(_ other: String) -> Bool {
        let other = other.lowercased()
        return rawValue == other || rawValue.hasSuffix(".\(other)")
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { byte in
                byte == hyphen || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
