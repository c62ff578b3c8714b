internal import Testing

@testable internal import Crypto

@Suite("RFC 4226 and RFC 6238: one-time passwords; RFC 4648 §6: base32")
struct OneTimePasswordTests {
    private static let secret = Array("12345678901234567890".utf8)

    /// RFC 4226, appendix D.
    @Test(
        arguments: zip(
            0..<10 as Range<UInt64>,
            [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ]))
    func `the passwords of a counter are those of the specification`(counter: UInt64, code: String) {
        #expect(HOTP.code(secret: Self.secret, counter: counter) == code)
    }

    /// RFC 6238, appendix B, with SHA-1.
    @Test(
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func `the passwords of the time are those of the specification`(seconds: Int64, code: String) {
        let step = TOTP.step(atUnixSeconds: seconds)
        #expect(HOTP.code(secret: Self.secret, counter: UInt64(step), digits: 8) == code)
        // Six digits are the last six.
        #expect(
            TOTP.step(of: String(code.suffix(6)), secret: Self.secret, atUnixSeconds: seconds) == step)
    }

    /// The password of the step from 30 to 59 seconds.
    @Test(
        arguments: [(0, true), (29, true), (30, true), (59, true), (60, true), (89, true), (90, false)]
            as [(Int64, Bool)])
    func `a password is right in its step and the two beside it`(seconds: Int64, isRight: Bool) {
        let step = TOTP.step(of: "287082", secret: Self.secret, atUnixSeconds: seconds)
        #expect(step == (isRight ? 1 : nil))
    }

    @Test(
        arguments: [
            "", "28708", "2870820", " 287082", "287082 ", "287 082", "２８７０８２", "+87082", "287082\u{0}",
            "\u{200B}287082",
            "-287082", "0287082",
        ])
    func `nothing but the six digits is the password`(text: String) {
        #expect(TOTP.step(of: text, secret: Self.secret, atUnixSeconds: 45) == nil)
    }

    /// RFC 4648 §10, without the padding.
    @Test(
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func `bytes in base32 are those of the specification`(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        let padding = String(repeating: "=", count: (8 - encoded.count % 8) % 8)
        for spelling in [encoded, encoded.lowercased(), encoded + padding] {
            #expect(Base32.decode(spelling) == Array(text.utf8))
        }
    }

    @Test(arguments: ["M1", "M8", "MY MY", "M=Y", "=MY", "MÝ", "ＭＹ", "MY-", "MY\n"])
    func `what is no base32 is not read`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test func `a secret has as many characters as applications expect`() {
        #expect(Base32.encode(SecureRandom.bytes(TOTP.secretLength)).count == 32)
        #expect(Base32.encode([255, 255, 255, 255, 255]) == "77777777")
    }
}
