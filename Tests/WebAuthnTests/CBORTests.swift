internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

@Suite("RFC 8949 and CTAP 2.1 §8: canonical CBOR")
struct CBORTests {
    /// From RFC 8949, appendix A.
    @Test(arguments: [
        ("00", CBORValue.integer(0)), ("17", .integer(23)), ("1818", .integer(24)), ("1903e8", .integer(1000)),
        ("1a000f4240", .integer(1_000_000)), ("1b000000e8d4a51000", .integer(1_000_000_000_000)), ("20", .integer(-1)),
        ("3863", .integer(-100)), ("3903e7", .integer(-1000)), ("f4", .bool(false)), ("f5", .bool(true)),
        ("f6", .null), ("40", .bytes([])), ("4401020304", .bytes([1, 2, 3, 4])), ("60", .text("")),
        ("6449455446", .text("IETF")), ("62225c", .text("\"\\")), ("62c3bc", .text("ü")), ("80", .array([])),
        ("83010203", .array([.integer(1), .integer(2), .integer(3)])), ("a0", .map(CBORMap(entries: []))),
        (
            "a201020304",
            .map(
                CBORMap(entries: [
                    .init(key: .integer(1), value: .integer(2)), .init(key: .integer(3), value: .integer(4)),
                ]))
        ),
        ("1b7fffffffffffffff", .integer(.max)), ("3b7fffffffffffffff", .integer(.min)),
    ])
    func `an item is read`(hex: String, value: CBORValue) throws {
        #expect(try CBORValue(decoding: #require(Fixture.hex(hex))) == value)
    }

    @Test(arguments: [
        ("", CBORError.truncated), ("18", .truncated), ("4401", .truncated), ("81", .truncated),
        ("5b7fffffffffffffff", .truncated), ("9b7fffffffffffffff", .truncated), ("0000", .trailingBytes),
        ("f600", .trailingBytes), ("5f41004100ff", .indefiniteLength), ("9fff", .indefiniteLength),
        ("bfff", .indefiniteLength), ("7f6161ff", .indefiniteLength), ("ff", .indefiniteLength),
        ("1817", .notShortest), ("190017", .notShortest), ("1900ff", .notShortest), ("1a0000ffff", .notShortest),
        ("1b00000000ffffffff", .notShortest), ("580101", .notShortest), ("3817", .notShortest),
        ("c074323031332d30332d32315432303a30343a30305a", .unsupportedItem), ("f93c00", .unsupportedItem),
        ("fb3ff199999999999a", .unsupportedItem), ("f7", .unsupportedItem), ("f0", .unsupportedItem),
        ("f818", .unsupportedItem), ("1c", .unsupportedItem), ("1bffffffffffffffff", .numberTooLarge),
        ("3b8000000000000000", .numberTooLarge), ("62c328", .invalidText), ("61ff", .invalidText),
        ("a1f500", .unsupportedKey), ("a1800000", .unsupportedKey), ("a14001", .unsupportedKey),
        ("a201000100", .duplicateKey), ("a2616100616100", .duplicateKey), ("a202000100", .unsortedKeys),
        ("a2616100200000", .unsortedKeys), ("a262616100616200", .unsortedKeys), ("8181818180", .tooDeep),
        ("a101a101a101a101a0", .tooDeep),
    ])
    func `anything else is refused`(hex: String, error: CBORError) throws {
        let bytes = try #require(Fixture.hex(hex))
        #expect(throws: error) { try CBORValue(decoding: bytes) }
    }

    @Test func `as deep as allowed is read`() throws {
        #expect(try CBORValue(decoding: [0x81, 0x81, 0x81, 0x80]) == .array([.array([.array([.array([])])])]))
    }

    @Test func `many items and long inputs are refused`() {
        #expect(throws: CBORError.tooManyItems) {
            try CBORValue(decoding: [0x99, 0x03, 0xE8] + [UInt8](repeating: 0, count: 1000))
        }
        #expect(throws: CBORError.tooLong) {
            try CBORValue(decoding: TestCBOR.bytes([UInt8](repeating: 0, count: 65536)).encoded)
        }
    }

    @Test func `every truncation of an item is refused`() throws {
        let vectors = try Fixture.json("webauthn/w3c-level-3-16.json")
        for vector in try #require(vectors["vectors"]?.arrayValue) {
            let bytes = try #require(vector["registration"]).hex("attestationObject")
            for count in bytes.indices {
                #expect(throws: CBORError.truncated) { try CBORValue(decoding: Array(bytes[..<count])) }
            }
        }
    }
}
