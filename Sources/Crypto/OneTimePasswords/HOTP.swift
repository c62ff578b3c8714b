/// One-time passwords from a counter (RFC 4226), with HMAC-SHA-1: the form that every authenticator application knows.
package enum HOTP {
    /// The password of a counter (RFC 4226 §5.3).
    /// - Parameter digits: 6 to 8.
    package static func code(secret: [UInt8], counter: UInt64, digits: Int = 6) -> String {
        precondition((6...8).contains(digits), "a one-time password has 6 to 8 digits")
        let message = (0..<8).map { UInt8(truncatingIfNeeded: counter >> (56 - 8 * UInt64($0))) }
        let mac = HMACSHA1.code(for: message, key: secret)
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }
}

/// One-time passwords from the time (RFC 6238) in steps of 30 seconds.
package enum TOTP {
    /// Bytes of a new secret: as many as the hash has (RFC 4226 §4, R6).
    package static let secretLength = 20
    /// In seconds.
    package static let period: Int64 = 30

    /// The number of the step that a moment is in (RFC 6238 §4.2).
    package static func step(atUnixSeconds seconds: Int64) -> Int64 {
        seconds / period
    }

    /// The step, among the one of a moment and its two neighbours, whose password this is; `nil` for a wrong one.
    ///
    /// One step to either side makes up for clocks that differ and for the time that typing takes (RFC 6238 §5.2). The
    /// text must be exactly the six digits.
    package static func step(of code: String, secret: [UInt8], atUnixSeconds seconds: Int64) -> Int64? {
        let now = step(atUnixSeconds: seconds)
        var found: Int64?
        // All three are computed and compared whatever the first ones give.
        for step in [now - 1, now, now + 1] where step >= 0 {
            let expected = HOTP.code(secret: secret, counter: UInt64(step))
            if ConstantTime.equal(Array(code.utf8), Array(expected.utf8)) { found = step }
        }
        return found
    }
}
