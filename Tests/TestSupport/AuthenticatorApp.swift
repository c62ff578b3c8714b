internal import Crypto
package import Platform

/// What an authenticator application on a telephone does.
package struct AuthenticatorApp: Sendable {
    private let secret: [UInt8]

    /// - Parameter text: the secret in base32, as it is typed or read from a QR code.
    package init(secret text: String) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = text.flatMap { character in
            let value = alphabet.firstIndex(of: character) ?? 0
            return (0..<5).map { value >> (4 - $0) & 1 }
        }
        secret = stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | UInt8($1) }
        }
    }

    /// The secret, to look for it where it must not be.
    package var bytes: [UInt8] { secret }

    /// What the application shows.
    package func code(at moment: Timestamp, stepsLater steps: Int64 = 0) -> String {
        HOTP.code(secret: secret, counter: UInt64(moment.milliseconds / 30_000 + steps))
    }
}
