/// The code that a person types to say which device asks (RFC 8628 §6.1): eight consonants, so that no words come up,
/// shown in two groups.
package struct UserCode: Sendable, Hashable {
    package static let alphabet = "BCDFGHJKLMNPQRSTVWXZ"
    package static let length = 8

    /// The letters alone, in upper case.
    package let letters: String

    /// - Parameter typed: as people type it: in any case, with dashes, dots or blanks anywhere.
    /// - Returns: `nil` for what cannot be a code.
    package init?(_ typed: String) {
        guard typed.utf8.count <= 64 else { return nil }
        var letters = ""
        for character in typed.uppercased() where !" -.\t".contains(character) {
            guard Self.alphabet.contains(character) else { return nil }
            letters.append(character)
        }
        guard letters.utf8.count == Self.length else { return nil }
        self.letters = letters
    }

    /// The form that a device shows: `BCDF-GHJK`.
    package var text: String { "\(letters.prefix(4))-\(letters.suffix(4))" }
}
