internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 9106: Argon2id")
struct PasswordHashTests {
    private static let cheap = PasswordHash.Cost(memory: 64, passes: 1, lanes: 1)

    @Test(arguments: 0..<4)
    func `a hash of another implementation verifies`(index: Int) throws {
        let rows = try Fixture.json("argon2id/openssl.json")
        let row = try #require(rows[index])
        let password = try row.text("password")
        let stored = try row.text("hash")
        #expect(try PasswordHash.verify(password, against: stored))
        #expect(try !PasswordHash.verify(password + " ", against: stored))
    }

    @Test func `the default is 19 MiB, two passes, one lane, and the password verifies`() throws {
        let stored = try PasswordHash.hash("Päßwort 1!")
        #expect(stored.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try PasswordHash.verify("Päßwort 1!", against: stored))
        #expect(try !PasswordHash.verify("Päßwort 1?", against: stored))
        #expect(!PasswordHash.needsUpgrade(stored))
    }

    @Test func `two hashes of one password differ`() throws {
        let first = try PasswordHash.hash("same", cost: Self.cheap)
        #expect(try first != PasswordHash.hash("same", cost: Self.cheap))
        #expect(PasswordHash.needsUpgrade(first))
    }

    @Test func `nothing of a long password is cut, and a NUL does not end it`() throws {
        let long = String(repeating: "x", count: 200)
        let stored = try PasswordHash.hash(long + "a", cost: Self.cheap)
        #expect(try !PasswordHash.verify(long + "b", against: stored))
        let nul = try PasswordHash.hash("a\u{0}b", cost: Self.cheap)
        #expect(try !PasswordHash.verify("a\u{0}c", against: nul))
        #expect(try !PasswordHash.verify("a", against: nul))
    }

    private static let salt = "c29tZXNhbHQxMjM0NTY3OA"
    private static let digest = "KmQ5bq0F0rXy1vsNYIWGbwAAAAAAAAAAAAAAAAAAAAA"

    @Test(arguments: [
        "$argon2id$", "$argon2i$v=16$m=64,t=1,p=1$\(salt)$\(digest)",
        "$argon2id$v=16$m=64,t=1,p=1$\(salt)$\(digest)", "$argon2id$m=64,t=1,p=1$\(salt)$\(digest)",
        "$argon2id$v=19$t=1,m=64,p=1$\(salt)$\(digest)", "$argon2id$v=19$m=64,t=1$\(salt)$\(digest)",
        "$argon2id$v=19$m=064,t=1,p=1$\(salt)$\(digest)", "$argon2id$v=19$m=-64,t=1,p=1$\(salt)$\(digest)",
        "$argon2id$v=19$m=64,t=1,p=1$\(salt)=$\(digest)", "$argon2id$v=19$m=64,t=1,p=1$c2FsdA$\(digest)",
        "$argon2id$v=19$m=64,t=1,p=1$\(salt)$", "$argon2id$v=19$m=64,t=1,p=1$\(salt)$AAAA",
        "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(digest)$", " $argon2id$v=19$m=64,t=1,p=1$\(salt)$\(digest)",
        "$argon2id$v=19$m=64,t=1,p=1$\(salt)$\(digest)\n", "$argon2id$v=19$m=99999999999,t=1,p=1$\(salt)$\(digest)",
    ])
    func `a string of another form is refused`(stored: String) {
        #expect(throws: CryptoError.malformedPasswordHash) { try PasswordHash.verify("password", against: stored) }
    }

    @Test(arguments: ["m=524289,t=1,p=1", "m=64,t=11,p=1", "m=1024,t=1,p=17", "m=7,t=1,p=1", "m=15,t=1,p=2"])
    func `a cost out of bounds is refused before anything is computed`(cost: String) {
        #expect(throws: CryptoError.passwordCostOutOfBounds) {
            try PasswordHash.verify("password", against: "$argon2id$v=19$\(cost)$\(Self.salt)$\(Self.digest)")
        }
    }
}
