/// A telephone number in the form of E.164: `+41791234567`.
package struct PhoneNumber: Sendable, Hashable {
    package let rawValue: String

    /// Reads a number as people write it. Without a country code it is one of Switzerland.
    /// - Throws: `PHONE-Zt0NV` for an empty number, `PHONE-so0wa` for what is none.
    package init(_ text: String) throws(DomainError) {
        let text = text.trimmed
        guard !text.isEmpty else { throw DomainError(.invalidArgument, "PHONE-Zt0NV", "Phone is empty") }
        guard let digits = Self.digits(of: text).flatMap(Self.international) else {
            throw DomainError(.invalidArgument, "PHONE-so0wa", "Phone is invalid")
        }
        rawValue = "+\(digits)"
    }

    /// The digits, behind a `+` if there was one; `nil` when there is something else.
    private static func digits(of text: String) -> String? {
        var digits = ""
        for character in text.unicodeScalars {
            switch character {
            case "0"..."9": digits.unicodeScalars.append(character)
            case "+" where digits.isEmpty: digits = "+"
            case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", "\u{2013}", ".", "/", "(", ")": continue
            default: return nil
            }
        }
        return digits
    }

    /// The digits of the international number, the code of the country first.
    private static func international(_ number: String) -> String? {
        var digits = Substring(number)
        if number.hasPrefix("+") {
            digits = digits.dropFirst()
        } else if number.hasPrefix("00") {
            digits = digits.dropFirst(2)
        } else if !(number.hasPrefix(swissCode) && number.utf8.count == 11) {
            return (number.hasPrefix("0") ? digits.dropFirst() : digits).swissNumber
        }
        // Behind +41 the zero of a national number is often written in brackets.
        if digits.hasPrefix(swissCode) {
            let rest = digits.dropFirst(swissCode.count)
            return (rest.hasPrefix("0") ? rest.dropFirst() : rest).swissNumber
        }
        guard (7...15).contains(digits.utf8.count), !digits.hasPrefix("0") else { return nil }
        return String(digits)
    }

    fileprivate static let swissCode = "41"
}

extension Substring {
    /// Nine digits of a national number with the country's code before them.
    fileprivate var swissNumber: String? {
        utf8.count == 9 && !hasPrefix("0") ? PhoneNumber.swissCode + self : nil
    }
}
