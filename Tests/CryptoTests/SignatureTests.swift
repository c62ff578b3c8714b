internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Signatures")
struct SignatureTests {
    static let cases: [(String, SignatureScheme)] = [
        ("rfc7515/A.2.pkcs8.pem", .rsaPKCS1(.sha256)), ("rfc7515/A.2.pkcs8.pem", .rsaPKCS1(.sha384)),
        ("rfc7515/A.2.pkcs8.pem", .rsaPKCS1(.sha512)), ("rfc7515/A.2.pkcs8.pem", .rsaPSS(.sha256)),
        ("rfc7515/A.3.pkcs8.pem", .ecdsa(.p256)), ("rfc7515/A.4.pkcs8.pem", .ecdsa(.p521)),
        ("rfc8037/A.1.pkcs8.pem", .ed25519),
    ]

    @Test(arguments: cases)
    func `a signature is valid for its message, key and scheme only`(path: String, scheme: SignatureScheme) throws {
        let key = try PrivateKey(pem: Fixture.text(path))
        let message = Array("message".utf8)
        let signature = try key.sign(message, scheme)
        #expect(signature.count == scheme.signatureLength(key.kind))
        #expect(key.publicKey.verify(signature, of: message, scheme))
        #expect(!key.publicKey.verify(signature, of: message + [0], scheme))
        #expect(try !PrivateKey.generate(key.kind).publicKey.verify(signature, of: message, scheme))
        for other in Self.cases.map(\.1) where other != scheme {
            #expect(!key.publicKey.verify(signature, of: message, other))
        }
    }

    @Test(arguments: cases)
    func `every flipped bit and every other length is refused`(path: String, scheme: SignatureScheme) throws {
        let key = try PrivateKey(pem: Fixture.text(path))
        let message = Array("message".utf8)
        let signature = try key.sign(message, scheme)
        for bit in 0..<signature.count * 8 {
            var altered = signature
            altered[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.verify(altered, of: message, scheme))
        }
        for count in 0..<signature.count {
            #expect(!key.publicKey.verify(Array(signature.prefix(count)), of: message, scheme))
        }
        #expect(!key.publicKey.verify(signature + [0], of: message, scheme))
        #expect(!key.publicKey.verify([0] + signature, of: message, scheme))
    }

    @Test(arguments: [EllipticCurve.p256, .p384, .p521])
    func `ECDSA signatures of 0 to 64 kB are refused unless their length is exact`(curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(.ec(curve)).publicKey
        for count in Array(0..<300) + [1000, 4096, 16_384, 65_535, 65_536] {
            for byte in [0x00, 0x01, 0x30, 0x7F, 0xFF] as [UInt8] {
                #expect(!key.verify([UInt8](repeating: byte, count: count), of: [1], .ecdsa(curve)))
            }
        }
    }

    @Test(arguments: [EllipticCurve.p256, .p384, .p521])
    func `r or s of zero, or not below the order, is refused`(curve: EllipticCurve) throws {
        let key = try PrivateKey.generate(.ec(curve))
        let length = curve.coordinateLength
        let signature = try key.sign([1], .ecdsa(curve))
        let r = Array(signature.prefix(length))
        let s = Array(signature.suffix(length))
        let zero = [UInt8](repeating: 0, count: length)
        let ones = [UInt8](repeating: 0xFF, count: length)
        for (first, second) in [(zero, zero), (zero, s), (r, zero), (ones, s), (r, ones), (ones, ones)] {
            #expect(!key.publicKey.verify(first + second, of: [1], .ecdsa(curve)))
        }
        #expect(key.publicKey.verify(r + s, of: [1], .ecdsa(curve)))
        #expect(!key.publicKey.verify(s + r, of: [1], .ecdsa(curve)))
    }

    /// A leading zero occurs in one of 128 signatures; the joined form keeps it.
    @Test func `signatures on P-256 have 64 bytes, however small their numbers are`() throws {
        let key = try PrivateKey.generate(.ec(.p256))
        let signer = try Signer(key, .ecdsa(.p256))
        for number in 0..<1000 {
            let message = Array("\(number)".utf8)
            let signature = try signer.sign(message)
            #expect(signature.count == 64)
            #expect(key.publicKey.verify(signature, of: message, .ecdsa(.p256)))
        }
    }

    @Test(arguments: [
        (KeyKind.ec(.p256), SignatureScheme.ecdsa(.p384)), (.ec(.p256), .ed25519), (.ec(.p256), .rsaPKCS1(.sha256)),
        (.ed25519, .ecdsa(.p256)), (.ed25519, .rsaPSS(.sha256)),
    ])
    func `a key signs by no scheme of another family or curve`(kind: KeyKind, scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(kind)
        #expect(throws: CryptoError.schemeMismatch) { try key.sign([1], scheme) }
    }

    @Test(arguments: cases)
    func `one signer serves many threads`(path: String, scheme: SignatureScheme) async throws {
        let key = try PrivateKey(pem: Fixture.text(path))
        let signer = try Signer(key, scheme)
        let valid = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask { @concurrent in
                    (0..<20).count { number in
                        let message = Array("\(task) \(number)".utf8)
                        do throws(CryptoError) {
                            return key.publicKey.verify(try signer.sign(message), of: message, scheme)
                        } catch {
                            return false
                        }
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(valid == 160)
    }
}
