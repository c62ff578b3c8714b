internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Encodings of asymmetric keys")
struct KeyTests {
    static let kinds: [KeyKind] = [.rsa(bits: 2048), .ec(.p256), .ec(.p384), .ec(.p521), .ed25519]

    @Test(arguments: kinds)
    func `a generated key survives each encoding`(kind: KeyKind) throws {
        let key = try PrivateKey.generate(kind)
        #expect(key.kind == kind)
        #expect(try PrivateKey(der: key.der().exposed).publicKey == key.publicKey)
        #expect(try PrivateKey(pem: key.pem().exposed).publicKey == key.publicKey)
        #expect(try PublicKey(der: key.publicKey.der()) == key.publicKey)
        #expect(try PublicKey(pem: key.publicKey.pem()) == key.publicKey)
        #expect(try PublicKey(key.publicKey.components) == key.publicKey)
        #expect(try PublicKey(key.publicKey.components).der() == key.publicKey.der())
        #expect("\(key)" == "<redacted>")
    }

    @Test(arguments: [
        "rfc7515/A.2.pkcs8.pem", "rfc7515/A.2.pkcs1.pem", "rfc7515/A.3.pkcs8.pem", "rfc7515/A.3.sec1.pem",
        "rfc7515/A.4.pkcs8.pem", "rfc8037/A.1.pkcs8.pem",
    ])
    func `private keys that another implementation wrote have the public half it says`(path: String) throws {
        let key = try PrivateKey(pem: Fixture.text(path))
        let publicPath = "\(path.hasPrefix("rfc8037") ? "rfc8037/A.2" : String(path.prefix(11))).public.pem"
        #expect(try key.publicKey.pem() == Fixture.text(publicPath))
    }

    @Test(arguments: ["rfc7515/A.2", "rfc7515/A.3", "rfc7515/A.4"])
    func `private keys are written as another implementation writes them`(path: String) throws {
        let pem = try Fixture.text("\(path).pkcs8.pem")
        #expect(try PrivateKey(pem: pem).pem().exposed == pem)
    }

    @Test func `RSA keys are written as PKCS#1, other families are not`() throws {
        let pem = try Fixture.text("rfc7515/A.2.pkcs1.pem")
        #expect(pem.hasPrefix("-----BEGIN RSA PRIVATE KEY-----\n"))
        #expect(try PrivateKey(pem: pem).pkcs1PEM().exposed == pem)
        #expect(throws: CryptoError.schemeMismatch) { try PrivateKey.generate(.ec(.p256)).pkcs1PEM() }
    }

    @Test(arguments: [
        ("jose/rsa-1024.public.pem", CryptoError.unsupportedKey), ("jose/rsa-exponent-3.public.pem", .unsupportedKey),
        ("jose/secp256k1.public.pem", .unsupportedKey), ("jose/p256-explicit-parameters.public.pem", .unsupportedKey),
        ("jose/rsa-pss.public.pem", .unsupportedKey), ("jose/x25519.public.pem", .unsupportedKey),
        ("jose/ed448.public.pem", .unsupportedKey), ("rfc7515/A.3.pkcs8.pem", .malformedKey),
    ])
    func `public keys that are weak, unknown or something else are refused`(path: String, error: CryptoError) throws {
        let pem = try Fixture.text(path)
        #expect(throws: error) { try PublicKey(pem: pem) }
    }

    @Test func `a point off its curve is refused`() throws {
        let der = try Fixture.hexFile("jose/p256-off-curve.public.hex")
        #expect(throws: CryptoError.malformedKey) { try PublicKey(der: der) }
        guard case .ec(let curve, let x, var y) = try PublicKey(pem: Fixture.text("rfc7515/A.3.public.pem")).components
        else {
            Issue.record("the fixture is an elliptic curve key")
            return
        }
        y[31] ^= 1
        let components = PublicComponents.ec(curve, x: x, y: y)
        #expect(throws: CryptoError.invalidKey) { try PublicKey(components) }
    }

    @Test func `a private key with the public half of another is refused`() throws {
        let der = try Fixture.hexFile("jose/p256-foreign-public-half.hex")
        #expect(throws: CryptoError.invalidKey) { try PrivateKey(der: der) }
    }

    @Test func `an encrypted private key is refused without asking for a passphrase`() throws {
        let pem = try Fixture.text("jose/rsa-encrypted.private.pem")
        #expect(throws: CryptoError.malformedKey) { try PrivateKey(pem: pem) }
    }

    @Test func `every truncation and every lengthening of an encoding is refused`() throws {
        let key = try PrivateKey(pem: Fixture.text("rfc7515/A.3.pkcs8.pem"))
        let publicDER = try key.publicKey.der()
        let privateDER = try key.der().exposed
        for count in 0..<publicDER.count {
            #expect(throws: CryptoError.self) { try PublicKey(der: Array(publicDER.prefix(count))) }
        }
        for count in 0..<privateDER.count {
            #expect(throws: CryptoError.self) { try PrivateKey(der: Array(privateDER.prefix(count))) }
        }
        #expect(throws: CryptoError.malformedKey) { try PublicKey(der: publicDER + [0]) }
        #expect(throws: CryptoError.malformedKey) { try PrivateKey(der: privateDER + [0]) }
        #expect(throws: CryptoError.malformedKey) { try PublicKey(der: [UInt8](repeating: 0x30, count: 100_000)) }
    }

    @Test func `altered encodings never trap`() throws {
        let publicDER = try PublicKey(pem: Fixture.text("rfc7515/A.2.public.pem")).der()
        var refused = 0
        for bit in stride(from: 0, to: publicDER.count * 8, by: 3) {
            var altered = publicDER
            altered[bit / 8] ^= 1 << (bit % 8)
            do throws(CryptoError) { _ = try PublicKey(der: altered) } catch { refused += 1 }
        }
        #expect(refused > 50)
    }

    @Test(
        arguments: [
            PublicComponents.rsa(modulus: [], exponent: [1, 0, 1]),
            .rsa(modulus: run(0xFF, 1025), exponent: [1, 0, 1]),
            .rsa(modulus: [0] + run(0xFF, 256), exponent: [1, 0, 1]),
            .rsa(modulus: run(0xFF, 256), exponent: []),
            .rsa(modulus: run(0xFF, 256), exponent: [0, 1, 0, 1]),
            .rsa(modulus: run(0xFF, 256), exponent: run(1, 9)),
            .ec(.p256, x: run(1, 31), y: run(1, 32)),
            .ec(.p521, x: run(0, 66), y: run(1, 67)),
            .ed25519(run(1, 31)), .ed25519(run(1, 33)), .ed25519([]),
        ] as [PublicComponents])
    func `components of a wrong length or with leading zeros are malformed`(components: PublicComponents) {
        #expect(throws: CryptoError.malformedKey) { try PublicKey(components) }
    }

    @Test(
        arguments: [
            (
                PublicComponents.rsa(modulus: run(0xFF, 128), exponent: [1, 0, 1]),
                CryptoError.unsupportedKey
            ),
            (.rsa(modulus: run(0xFF, 256), exponent: [3]), .unsupportedKey),
            (.rsa(modulus: run(0xFF, 256), exponent: [1, 0, 0, 0, 1]), .unsupportedKey),
            (.rsa(modulus: run(0xFF, 256), exponent: [1, 0, 0]), .invalidKey),
            (.rsa(modulus: run(0xFE, 256), exponent: [1, 0, 1]), .invalidKey),
            (.ec(.p256, x: run(0, 32), y: run(0, 32)), .invalidKey),
            (.ec(.p256, x: run(0xFF, 32), y: run(0xFF, 32)), .invalidKey),
        ] as [(PublicComponents, CryptoError)])
    func `values that make no acceptable key are refused`(components: PublicComponents, error: CryptoError) {
        #expect(throws: error) { try PublicKey(components) }
    }

    @Test(arguments: [512, 1024, 2047, 8192, 1 << 30])
    func `RSA keys are made in three sizes only`(bits: Int) {
        #expect(throws: CryptoError.unsupportedKey) { try PrivateKey.generate(.rsa(bits: bits)) }
    }
}

/// The same byte many times.
private func run(_ byte: UInt8, _ count: Int) -> [UInt8] {
    [UInt8](repeating: byte, count: count)
}
