internal import Model

/// An e-mail address that can stand in an envelope and in a header as it is (RFC 5321 §4.1.2, RFC 5322 §3.4.1): a
/// dot-atom and a host name. Quoted local parts, address literals and characters beyond ASCII are not written here.
package struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    package let rawValue: String
    /// In lower case.
    package let domain: String
    package var description: String { rawValue }

    /// - Returns: `nil` for everything else, so that nothing in an address can end a line or a command.
    package init?(_ text: String) {
        guard text.utf8.count <= 254, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        let local = text[..<at]
        let atoms = local.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard local.utf8.count <= 64, atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Self.isAtomByte) }) else {
            return nil
        }
        do throws(DomainError) {
            domain = try DomainName(String(text[text.index(after: at)...])).rawValue
        } catch {
            return nil
        }
        rawValue = text
    }

    /// `atext` of RFC 5322 §3.2.3.
    static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }
}
