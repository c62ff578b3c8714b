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
        let letters = text.exposed.filter { $0 != " " && $0 != "-" }
        guard let bytes = Base32.decode(letters), bytes.count >= 10 else { throw .malformedTOTPSecret }
        return seal(bytes)
    }
}

extension DomainError {
    fileprivate static let malformedTOTPSecret = DomainError(
        .invalidArgument, "COMMAND-T0tp5", "The TOTP secret is not base32 of at least 80 bits")
}
