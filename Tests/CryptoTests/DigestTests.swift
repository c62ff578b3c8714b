internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("FIPS 180-4: digests")
struct DigestTests {
    @Test(arguments: [
        (HashAlgorithm.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            .sha384,
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            .sha512,
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
    ])
    func `the digests of "abc" are those of the standard`(hash: HashAlgorithm, expected: String) throws {
        let expected = try #require(Fixture.hex(expected))
        #expect(hash.digest("abc".utf8) == expected)
        #expect(hash.digest(Array("abc".utf8)) == expected)
        #expect(hash.digest(["a", "b", "c"].lazy.map { $0.utf8.first ?? 0 }) == expected)
        #expect(hash.digestLength == expected.count)
    }

    @Test func `no bytes have a digest, too`() throws {
        let expected = try #require(
            Fixture.hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(SHA256.digest([]) == expected)
    }

    @Test func `the named digests are the same algorithms`() {
        let message = Array("message".utf8)
        #expect(SHA256.digest(message) == HashAlgorithm.sha256.digest(message))
        #expect(SHA384.digest(message) == HashAlgorithm.sha384.digest(message))
        #expect(SHA512.digest(message) == HashAlgorithm.sha512.digest(message))
    }
}

@Suite("RFC 4231: HMAC")
struct HMACTests {
    @Test(arguments: ["4.2", "4.3", "4.4", "4.7"])
    func `codes are those of the test case`(section: String) throws {
        let vector = try Fixture.json("rfc4231/\(section).json")
        let key = try vector.hex("key")
        let message = try vector.hex("data")
        #expect(HMACSHA256.code(for: message, key: key) == (try vector.hex("sha256")))
        #expect(HMACSHA512.code(for: message, key: key) == (try vector.hex("sha512")))
        #expect(HMACSHA1.code(for: message, key: key) == (try vector.hex("sha1")))
    }

    @Test func `an empty key and an empty message have a code`() throws {
        let expected = try #require(
            Fixture.hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"))
        #expect(HMACSHA256.code(for: [], key: []) == expected)
    }

    @Test func `a code is valid for its message and key only`() {
        let code = HMACSHA256.code(for: [1, 2], key: [3])
        #expect(HMACSHA256.isValid(code, for: [1, 2], key: [3]))
        #expect(!HMACSHA256.isValid(code, for: [1, 3], key: [3]))
        #expect(!HMACSHA256.isValid(code, for: [1, 2], key: [4]))
        #expect(!HMACSHA256.isValid(Array(code.dropLast()), for: [1, 2], key: [3]))
        #expect(!HMACSHA256.isValid([], for: [1, 2], key: [3]))
    }
}

@Suite("RFC 5869 appendix A: HKDF")
struct HKDFTests {
    @Test(arguments: ["A.1", "A.2", "A.3"])
    func `the output is that of the test case`(section: String) throws {
        let vector = try Fixture.json("rfc5869/\(section).json")
        let length = try #require(vector["length"]?.integerValue)
        let output = HKDF.sha256(
            try vector.hex("ikm"), salt: try vector.hex("salt"), info: try vector.hex("info"),
            length: Int(length))
        #expect(output == (try vector.hex("okm")))
    }
}

@Suite("Constant-time comparison")
struct ConstantTimeTests {
    @Test(
        arguments: [
            ([], [], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
            ([0, 2, 3], [1, 2, 3], false),
            ([1, 2], [1, 2, 3], false), ([1, 2, 3], [], false),
        ] as [([UInt8], [UInt8], Bool)])
    func `equal means the same bytes`(first: [UInt8], second: [UInt8], expected: Bool) {
        #expect(ConstantTime.equal(first, second) == expected)
    }
}
