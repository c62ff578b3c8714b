internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("NIST SP 800-38D: AES-256-GCM")
struct AES256GCMTests {
    @Test(arguments: [13, 14, 15, 16])
    func `sealing and opening give the test case`(number: Int) throws {
        let vector = try Fixture.json("nist-gcm/case-\(number).json")
        let cipher = AES256GCM(key: try SymmetricKey(bytes: vector.hex("key")))
        let nonce = try vector.hex("nonce")
        let associated = try vector.hex("associated")
        let plaintext = try vector.hex("plaintext")
        let sealed = cipher.seal(plaintext, nonce: nonce, authenticating: associated)
        #expect(sealed == (try vector.hex("ciphertext") + vector.hex("tag")))
        #expect(cipher.open(sealed, nonce: nonce, authenticating: associated) == plaintext)
    }

    @Test func `what is not exactly what was sealed does not open`() throws {
        let cipher = AES256GCM(key: .random())
        let nonce = [UInt8](repeating: 7, count: 12)
        let sealed = cipher.seal([1, 2, 3], nonce: nonce, authenticating: [4])
        #expect(cipher.open(sealed, nonce: nonce, authenticating: [4]) == [1, 2, 3])
        #expect(cipher.open(sealed, nonce: nonce, authenticating: [5]) == nil)
        #expect(cipher.open(sealed, nonce: nonce) == nil)
        #expect(cipher.open(sealed, nonce: nonce + [0], authenticating: [4]) == nil)
        #expect(cipher.open(sealed, nonce: [UInt8](repeating: 8, count: 12), authenticating: [4]) == nil)
        #expect(cipher.open([], nonce: nonce, authenticating: [4]) == nil)
        #expect(AES256GCM(key: .random()).open(sealed, nonce: nonce, authenticating: [4]) == nil)
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `a key of another length is refused`(count: Int) {
        #expect(throws: CryptoError.invalidLength) { try SymmetricKey(bytes: [UInt8](repeating: 1, count: count)) }
    }
}
