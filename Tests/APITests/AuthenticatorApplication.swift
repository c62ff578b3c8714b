internal import Crypto
internal import Platform
internal import Testing

/// What a person has on the telephone: computes codes from the secret that was typed in (RFC 6238), with nothing of the
/// service's own but the HMAC.
struct AuthenticatorApplication {
    private let key: [UInt8]

    /// - Parameter secret: in base32.
    init(secret: String) throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let digits = try secret.utf8.map { try #require(alphabet.firstIndex(of: $0)) }
        let bits = digits.flatMap { digit in (0..<5).map { digit >> (4 - $0) & 1 } }
        key = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            UInt8(bits[start..<start + 8].reduce(0) { $0 * 2 + $1 })
        }
    }

    func code(at now: Timestamp) -> String {
        let step = now.seconds / 30
        let mac = HMACSHA1.code(for: (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }, key: key)
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).suffix(6))
    }
}
