/// An e-mail address: a dot-atom, `@`, and the name of a host (RFC 5321 §4.1.2). Quoted local parts and literal
/// addresses are left out: nobody has them, and mail programs disagree about them.
package struct EmailAddress: Sendable, Hashable {
    package let rawValue: String

    /// - Parameter text: surrounding white space is dropped.
    /// - Throws: `EMAIL-spblu` for an empty address, `EMAIL-599GV` for one with a display name, `EMAIL-599BI` for what is
    ///   no address.
    package init(_ text: String) throws(DomainError) {
        let text = text.trimmed
        guard !text.isEmpty else { throw DomainError(.invalidArgument, "EMAIL-spblu", "Email is empty") }
        guard !Self.isAddress(text) else {
            rawValue = text
            return
        }
        throw DomainError(
            .invalidArgument, Self.hasDisplayName(text) ? "EMAIL-599GV" : "EMAIL-599BI", "Email is invalid")
    }

    /// `Minnie <mini@mouse.com>`, and the same without a name.
    private static func hasDisplayName(_ text: String) -> Bool {
        guard text.hasSuffix(">"), let start = text.lastIndex(of: "<") else { return false }
        return isAddress(String(text[text.index(after: start)...].dropLast()))
    }

    private static func isAddress(_ text: String) -> Bool {
        guard text.utf8.count <= 254, let at = text.lastIndex(of: "@") else { return false }
        let (local, domain) = (text[..<at], text[text.index(after: at)...])
        guard (1...64).contains(local.utf8.count), !domain.isEmpty else { return false }
        let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.allSatisfy(isAtomCharacter) }) else { return false }
        do throws(DomainError) {
            _ = try DomainName(String(domain))
            return true
        } catch {
            return false
        }
    }

    /// RFC 5322 §3.2.3 with RFC 6532 §3.2: beyond ASCII everything that is neither space nor control.
    private static func isAtomCharacter(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return !scalar.properties.isWhitespace && scalar.properties.isGraphic }
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": return true
        default: return "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isGraphic: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
