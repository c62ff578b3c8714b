internal import Crypto
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Password hashes of other programs")
struct PasswordFormatTests {
    static let kinds = [
        "bcrypt", "argon2i", "argon2id", "scrypt", "scrypt7", "pbkdf2", "sha2", "md5", "md5plain", "md5salted",
        "phpass", "drupal7",
    ]

    static func rows(_ kind: String) throws -> [(password: String, hash: String)] {
        let rows = try #require(try Fixture.json("passwords/vectors.json").arrayValue)
        return try rows.filter { try $0.text("kind") == kind }.map { (try $0.text("password"), try $0.text("hash")) }
    }

    @Test(arguments: kinds)
    func `the password verifies, every other one does not`(kind: String) throws {
        let rows = try Self.rows(kind)
        #expect(rows.count >= 4)
        for (password, hash) in rows {
            #expect(try PasswordHash.verify(password, against: hash), "\(password) \(hash)")
            #expect(PasswordHash.needsUpgrade(hash))
            for wrong in ["x" + password, password.uppercased() + "-"] {
                #expect(try !PasswordHash.verify(wrong, against: hash), "\(wrong) \(hash)")
            }
        }
    }

    @Test(arguments: kinds.filter { $0 != "bcrypt" })
    func `the last character of a long password counts`(kind: String) throws {
        let (password, hash) = try #require(try Self.rows(kind).first { $0.password.utf8.count > 72 })
        #expect(try !PasswordHash.verify(String(password.dropLast()), against: hash))
        #expect(try !PasswordHash.verify(password + "x", against: hash))
    }

    /// What the format itself does, and every implementation of it.
    @Test func `bcrypt looks at 72 bytes`() throws {
        let (password, hash) = try #require(try Self.rows("bcrypt").first { $0.password.utf8.count > 72 })
        #expect(try PasswordHash.verify(String(password.prefix(72)), against: hash))
        #expect(try PasswordHash.verify(password + String(repeating: "x", count: 1000), against: hash))
        #expect(try !PasswordHash.verify(String(password.prefix(71)), against: hash))
    }

    @Test(arguments: kinds)
    func `a NUL does not end a password`(kind: String) throws {
        for (password, hash) in try Self.rows(kind) {
            #expect(try !PasswordHash.verify(password + "\u{0}", against: hash), "\(hash)")
            #expect(try !PasswordHash.verify(password + "\u{0}x", against: hash), "\(hash)")
        }
    }

    /// libcrypt takes no more than 511 bytes, and must not get a part of more.
    @Test(arguments: ["sha2", "md5"])
    func `a password of thousands of bytes is wrong`(kind: String) throws {
        for (_, hash) in try Self.rows(kind) {
            #expect(try !PasswordHash.verify(String(repeating: "ä", count: 2000), against: hash))
        }
    }

    @Test(arguments: kinds)
    func `a hash with one character less or more is another one, or none`(kind: String) throws {
        let (password, hash) = try #require(try Self.rows(kind).first { $0.password == "Secr3tP4ssw0rd!" })
        for changed in [String(hash.dropLast()), hash + "x"] {
            do throws(CryptoError) {
                #expect(try !PasswordHash.verify(password, against: changed), "\(changed)")
            } catch {
                #expect(error == .malformedPasswordHash || error == .unsupportedPasswordHash, "\(changed)")
            }
        }
        for changed in [hash + "$", hash + "\n", hash + "\u{0}", " " + hash, "$" + hash] {
            #expect(throws: CryptoError.self, "\(changed)") { try PasswordHash.verify(password, against: changed) }
        }
    }
}

@Suite("Costs of imported password hashes")
struct PasswordCostTests {
    private static let bcrypt = "$abcdefghijklmnopqrstuuXuYzVPRq1gEKn2nQCADM175M7xxVRmm"
    private static let b64 = "$MDEyMzQ1Njc4OWFiY2RlZg$wc9emGEPE0AXCIMUXe+vT/OKLkO+xQeuHPMuJuZJkK8"
    private static let sha256 = "$saltsaltsaltsalt$BdlzfESMdZJcRnYNRQ4H5IWnKxsU4g8s1WSfxmg4ev2"
    private static let phpass = "saltsaltUx7I1D2zdimpZt.FKJzk61"
    private static let drupal = "saltsaltQRDJx6FVyF/XJiuLUSwQSAxK2fU2vOzzfRzgIQi.7Z7"

    @Test(arguments: [
        "$2b$10" + bcrypt, "$2a$16" + bcrypt, "$argon2id$v=19$m=8192,t=1,p=1" + b64,
        "$argon2i$v=19$m=524288,t=10,p=16" + b64, "$scrypt$ln=14,r=8,p=1" + b64, "$scrypt$ln=14,r=8,p=16" + b64,
        "$7$ln=15,r=32,p=1" + b64, "$scrypt$ln=20,r=8,p=1" + b64, "$pbkdf2-sha256$1000" + b64,
        "$pbkdf2$10000000" + b64, "$5$rounds=1000" + sha256, "$5$rounds=10000000" + sha256, "$5" + sha256,
        "$P$5" + phpass, "$H$N" + phpass, "$S$8" + drupal, "$S$G" + drupal,
    ])
    func `what lies inside the bounds is taken over`(hash: String) throws {
        try PasswordHash.requireImportable(hash)
    }

    @Test(arguments: [
        "$2b$09" + bcrypt, "$argon2id$v=19$m=8191,t=1,p=1" + b64, "$scrypt$ln=13,r=8,p=1" + b64,
        "$scrypt$ln=14,r=7,p=1" + b64, "$pbkdf2-sha512$999" + b64,
    ])
    func `a hash that is too cheap is not taken over, but one that is there is checked`(hash: String) throws {
        #expect(throws: CryptoError.passwordCostOutOfBounds) { try PasswordHash.requireImportable(hash) }
        #expect(try !PasswordHash.verify("password", against: hash))
    }

    @Test(arguments: [
        "$2b$17" + bcrypt, "$2b$31" + bcrypt, "$2b$03" + bcrypt, "$argon2id$v=19$m=524289,t=1,p=1" + b64,
        "$argon2i$v=19$m=8192,t=11,p=1" + b64, "$argon2id$v=19$m=8192,t=1,p=17" + b64,
        "$argon2id$v=19$m=4294967295,t=4294967295,p=4294967295" + b64, "$argon2id$v=19$m=15,t=1,p=2" + b64,
        "$scrypt$ln=21,r=8,p=1" + b64, "$scrypt$ln=14,r=33,p=1" + b64, "$scrypt$ln=14,r=8,p=17" + b64,
        "$scrypt$ln=20,r=9,p=1" + b64, "$scrypt$ln=20,r=8,p=5" + b64,
        "$scrypt$ln=4294967295,r=4294967295,p=4294967295" + b64,
        "$7$Mzzzzzzzzzzsalt$HXP6XNItoDHCUQdmbxfCujt1gPDr0.VGBgWRy2caxPC", "$pbkdf2-sha256$10000001" + b64,
        "$5$rounds=999" + sha256, "$5$rounds=10000001" + sha256, "$5$rounds=999999999" + sha256, "$P$4" + phpass,
        "$P$O" + phpass, "$P$z" + phpass, "$S$7" + drupal, "$S$H" + drupal,
    ])
    func `what costs too much or is no cost at all is refused before anything is computed`(hash: String) {
        #expect(throws: CryptoError.passwordCostOutOfBounds) { try PasswordHash.requireImportable(hash) }
        #expect(throws: CryptoError.passwordCostOutOfBounds) { try PasswordHash.verify("password", against: hash) }
    }

    @Test(arguments: [
        "$2b$1" + bcrypt, "$2b$+9" + bcrypt, "$2b$10$abcdefghijklmnopqrstu!XuYzVPRq1gEKn2nQCADM175M7xxVRmm",
        "$2b$10$", "$2b", "$2b$10$10" + bcrypt, "$argon2id$v=16$m=8192,t=1,p=1" + b64, "$argon2id",
        "$scrypt$ln=14,r=8" + b64, "$scrypt$r=8,ln=14,p=1" + b64, "$scrypt$ln=014,r=8,p=1" + b64, "$scrypt",
        "$scrypt$ln=14,r=8,p=1$c2FsdA$c2FsdA", "$7$C6..../...$HXP6XNItoDHCUQdmbxfCujt1gPDr0.VGBgWRy2caxPC",
        "$7$C6..../....salt$", "$scrypt$C6..../....salt$HXP6XNItoDHCUQdmbxfCujt1gPDr0.VGBgWRy2caxPC",
        "$pbkdf2-sha256$-1000" + b64, "$pbkdf2-sha256$1000$$", "$pbkdf2-sha256$1000$c2FsdA$c2FsdA", "$pbkdf2",
        "$5$rounds=01000" + sha256, "$5$rounds=" + sha256, "$5$ROUNDS=1000" + sha256, "$6" + sha256, "$5",
        "$5$$BdlzfESMdZJcRnYNRQ4H5IWnKxsU4g8s1WSfxmg4ev2", "$5$salt!$BdlzfESMdZJcRnYNRQ4H5IWnKxsU4g8s1WSfxmg4ev2",
        "$5$saltsaltsaltsalts$BdlzfESMdZJcRnYNRQ4H5IWnKxsU4g8s1WSfxmg4ev2", "$1$saltsalt$6jBjGyJoend8r2xjfBOQF",
        "$1$saltsalts$6jBjGyJoend8r2xjfBOQF1", "$1$$6jBjGyJoend8r2xjfBOQF1", "$1$a:b$6jBjGyJoend8r2xjfBOQF1",
        "$md5salted-prefix$salt$WOnN1+y4XLJv+WK7S/lYaQ", "$md5salted-suffix$$WOnN1+y4XLJv+WK7S/lYaQ==",
        "$md5salted-suffix$salt$c2FsdA==", "$P$6salt", "$P$" + phpass, "$H$6" + phpass + "x", "$S$8" + drupal + "x",
        "$S$!" + drupal, "$2b$10$\u{0}bcdefghijklmnopqrstuuXuYzVPRq1gEKn2nQCADM175M7xxVRmm", "$P$ä" + phpass,
    ])
    func `a malformed hash is refused`(hash: String) {
        #expect(throws: CryptoError.malformedPasswordHash) { try PasswordHash.requireImportable(hash) }
        #expect(throws: CryptoError.malformedPasswordHash) { try PasswordHash.verify("password", against: hash) }
    }

    @Test(arguments: [
        "", "password", "$", "$$", "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$tnSYvahCwPBHKZUspmcxMfb0.WiB9W.zEaKlOBL35rC",
        "$gy$j9T$F5Jx5fExrKuPp53xLKQ..1$tnSYvahCwPBHKZUspmcxMfb0.WiB9W.zEaKlOBL35rC", "$2x$10" + bcrypt,
        "$2$10" + bcrypt, "$3$$8846f7eaee8fb117ad06bdd830b7586c", "$sha1$480000$salt$hash", "$pbkdf2-md5$1000" + b64,
        "$argon2d$v=19$m=8192,t=1,p=1" + b64, "rl0oS6KSB8oFM", "{SSHA}c2FsdA==", "U$S$8" + drupal,
        "5f4dcc3b5aa765d61d8327deb882cf9", "5f4dcc3b5aa765d61d8327deb882cf9g", "5f4dcc3b5aa765d61d8327deb882cf99a",
    ])
    func `an algorithm that is not enabled is refused`(hash: String) {
        #expect(throws: CryptoError.unsupportedPasswordHash) { try PasswordHash.requireImportable(hash) }
        #expect(throws: CryptoError.unsupportedPasswordHash) { try PasswordHash.verify("password", against: hash) }
    }
}
