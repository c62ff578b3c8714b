package import Crypto
internal import Model
internal import Platform

/// The secrets of authenticator apps at rest.
package struct TOTPSecrets: Sendable {
    private let key: SealingKey

    package init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "totp secrets"))
    }

    package func seal(_ secret: [UInt8]) -> [UInt8] {
        key.seal(secret, kind: "totp secret")
    }

    /// Returns `nil` for what was sealed under another master key or is damaged.
    package func open(_ sealed: [UInt8]) -> [UInt8]? {
        key.open(sealed, kind: "totp secret")
    }

    /// A secret in base32 (RFC 4648 §6), as authenticator apps show it: in any case, with or without padding, blanks and
    /// hyphens.
    /// - Throws: `COMMAND-T0tp5` for anything else, and for less than 80 bits.
    func seal(imported text: Secret<String>) throws(DomainError) -> [UInt8] {
        var bytes: [UInt8] = []
        var (buffer, bits) = (UInt32(0), 0)
        for character in text.exposed.utf8.reversed().drop(while: { $0 == UInt8(ascii: "=") }).reversed() {
            if character == UInt8(ascii: " ") || character == UInt8(ascii: "-") { continue }
            guard let value = Self.value(of: character) else { throw .malformedTOTPSecret }
            buffer = buffer << 5 | value
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        guard bytes.count >= 10 else { throw .malformedTOTPSecret }
        return seal(bytes)
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}

extension DomainError {
    fileprivate static let malformedTOTPSecret = DomainError(
        .invalidArgument, "COMMAND-T0tp5", "The TOTP secret is not base32 of at least 80 bits")
}
