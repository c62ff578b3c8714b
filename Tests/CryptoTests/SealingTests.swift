internal import Crypto
internal import Platform
internal import Testing

@Suite("Sealed boxes")
struct SealingTests {
    let master: MasterKey
    let key: SealingKey
    let plaintext = Array("token 4711 of user 17".utf8)

    init() throws {
        master = try MasterKey(bytes: Array(0..<32))
        key = SealingKey(master.subkey(for: "tests"))
    }

    @Test func `a box opens to what was sealed`() {
        let box = key.seal(plaintext, kind: "token")
        #expect(key.open(box, kind: "token") == plaintext)
        #expect(box.count == plaintext.count + SealedBox.overhead)
        #expect(key.open(key.seal([], kind: "token"), kind: "token") == [])
    }

    @Test func `the same value seals to another box each time`() {
        #expect(key.seal(plaintext, kind: "token") != key.seal(plaintext, kind: "token"))
    }

    @Test func `a box of one kind opens as no other`() {
        let box = key.seal(plaintext, kind: "access")
        for kind in ["refresh", "acces", "accesss", "", "Access"] as [StaticString] {
            #expect(key.open(box, kind: kind) == nil)
        }
    }

    @Test func `every truncation is refused`() {
        let box = key.seal(plaintext, kind: "token")
        for count in 0..<box.count {
            #expect(key.open(Array(box.prefix(count)), kind: "token") == nil)
            #expect(key.open(Array(box.suffix(count)), kind: "token") == nil)
        }
    }

    @Test func `every lengthening is refused`() {
        let box = key.seal(plaintext, kind: "token")
        for byte in UInt8.min...UInt8.max {
            #expect(key.open(box + [byte], kind: "token") == nil)
            #expect(key.open([byte] + box, kind: "token") == nil)
        }
        #expect(key.open(box + box, kind: "token") == nil)
    }

    @Test func `every flipped bit is refused`() {
        let box = key.seal(plaintext, kind: "token")
        for bit in 0..<box.count * 8 {
            var altered = box
            altered[bit / 8] ^= 1 << (bit % 8)
            #expect(key.open(altered, kind: "token") == nil)
        }
    }

    @Test func `keys of other purposes and installations do not open it`() {
        let box = key.seal(plaintext, kind: "token")
        #expect(SealingKey(master.subkey(for: "other")).open(box, kind: "token") == nil)
        #expect(SealingKey(MasterKey.random().subkey(for: "tests")).open(box, kind: "token") == nil)
    }

    @Test func `the box names its key`() {
        let box = key.seal(plaintext, kind: "token")
        #expect(SealedBox.keyID(of: box) == key.id)
        #expect(key.id.count == 4)
        #expect(SealedBox.keyID(of: Array(box.prefix(SealedBox.overhead - 1))) == nil)
        #expect(SealedBox.keyID(of: [2] + box.dropFirst()) == nil)
    }

    @Test func `the same master key gives the same keys after a restart`() throws {
        let again = SealingKey(try MasterKey(bytes: master.bytes.exposed).subkey(for: "tests"))
        #expect(again.open(key.seal(plaintext, kind: "token"), kind: "token") == plaintext)
    }

    @Test func `keys do not print themselves`() {
        #expect("\(master.subkey(for: "tests"))" == "<redacted>")
        var dumped = ""
        dump(master, to: &dumped)
        #expect(!dumped.contains("memory") && !dumped.contains("storage"))
    }

    @Test(arguments: [0, 31, 33])
    func `a master key of another length is refused`(count: Int) {
        #expect(throws: CryptoError.invalidLength) { try MasterKey(bytes: [UInt8](repeating: 1, count: count)) }
    }
}
