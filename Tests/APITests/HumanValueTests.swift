internal import Crypto
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Domain

@Suite("Values of human users")
struct HumanValueTests {
    @Test(arguments: [
        "mini@mouse.com", "a@localhost", "first.last+tag@sub.example.org", "o'neil_!#$%&*/=?^`{|}~@example.com",
        "zitadel-admin@zitadel.localhost", "jürgen@example.com", "почта@example.com", "x@1.example",
    ])
    func `an e-mail address is kept as it is`(text: String) throws {
        #expect(try EmailAddress(text).rawValue == text)
        #expect(try EmailAddress(" \(text)\n").rawValue == text)
    }

    @Test(arguments: [
        ("", "EMAIL-spblu"), ("  ", "EMAIL-spblu"), ("mini", "EMAIL-599BI"), ("@mouse.com", "EMAIL-599BI"),
        ("mini@", "EMAIL-599BI"), ("a@b@c", "EMAIL-599BI"), (".a@b.c", "EMAIL-599BI"), ("a..b@c.d", "EMAIL-599BI"),
        ("a b@c.d", "EMAIL-599BI"), ("a@b c", "EMAIL-599BI"), ("a@-b.c", "EMAIL-599BI"), ("a@b..c", "EMAIL-599BI"),
        ("a@[127.0.0.1]", "EMAIL-599BI"), ("\"a b\"@c.d", "EMAIL-599BI"), ("a@b.c\r\nBcc: d@e.f", "EMAIL-599BI"),
        ("a\u{0}@b.c", "EMAIL-599BI"), ("a\u{200B}@b.c", "EMAIL-599BI"), ("a,b@c.d", "EMAIL-599BI"),
        ("a@b.c, d@e.f", "EMAIL-599BI"), ("Mini <mini@mouse.com>", "EMAIL-599GV"), ("<mini@mouse.com>", "EMAIL-599GV"),
        ("Mini <mini>", "EMAIL-599BI"), (String(repeating: "a", count: 65) + "@b.c", "EMAIL-599BI"),
    ])
    func `what is no e-mail address is refused`(text: String, id: String) {
        let error = #expect(throws: DomainError.self) { try EmailAddress(text) }
        #expect(error?.id == id)
        #expect(error?.kind == .invalidArgument)
    }

    @Test(arguments: [
        ("+41791234567", "+41791234567"), ("079 123 45 67", "+41791234567"), ("0791234567", "+41791234567"),
        ("791234567", "+41791234567"), ("0041 79 123 45 67", "+41791234567"), ("41791234567", "+41791234567"),
        ("+41 (0)79 123 45 67", "+41791234567"), ("(044) 668-18.00", "+41446681800"),
        (" 044/668 18 00 ", "+41446681800"),
        ("+49 30 901820", "+4930901820"), ("0049 30 901820", "+4930901820"), ("+1 650-253-0000", "+16502530000"),
        ("+442083661177", "+442083661177"), ("+390236618300", "+390236618300"),
    ])
    func `a telephone number gets the form of E.164`(text: String, number: String) throws {
        #expect(try PhoneNumber(text).rawValue == number)
    }

    @Test(arguments: [
        ("", "PHONE-Zt0NV"), (" ", "PHONE-Zt0NV"), ("abc", "PHONE-so0wa"), ("+", "PHONE-so0wa"), ("+41", "PHONE-so0wa"),
        ("+4179123456", "PHONE-so0wa"), ("+417912345678", "PHONE-so0wa"), ("07912345", "PHONE-so0wa"),
        ("117", "PHONE-so0wa"), ("+0791234567", "PHONE-so0wa"), ("+1234567890123456", "PHONE-so0wa"),
        ("++41791234567", "PHONE-so0wa"), ("079+1234567", "PHONE-so0wa"), ("0791234567 ext 5", "PHONE-so0wa"),
        ("0800 FLOWERS", "PHONE-so0wa"), ("079\u{0}1234567", "PHONE-so0wa"), ("٠٧٩١٢٣٤٥٦٧", "PHONE-so0wa"),
    ])
    func `what is no telephone number is refused`(text: String, id: String) {
        let error = #expect(throws: DomainError.self) { try PhoneNumber(text) }
        #expect(error?.id == id)
    }

    @Test(arguments: [
        ("en", "en"), ("DE", "de"), ("de-ch", "de-CH"), ("de_CH", "de-CH"), ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"), ("gsw", "gsw"), ("", "und"), ("e", "und"), ("english", "und"), ("e1", "und"),
        ("de-", "und"), ("de--CH", "und"), ("dé", "und"), ("und", "und"),
    ])
    func `a language is a tag, or undetermined`(text: String, tag: String) {
        #expect(LanguageTag.normalized(text) == tag)
    }

    @Test(arguments: [
        "password", "PassWord", "123456", "qwerty", "iloveyou", "zzzzz1", "!qaz2wsx", "football",
        "Password1!", "Qwerty123!", "Football2026",
    ])
    func `a common password is found in any case, and with digits and signs behind it`(password: String) {
        #expect(CommonPasswords.contains(password))
    }

    @Test(arguments: [
        "", "\n", "passw", "password\nqwerty", "passwordx", "!", "zzzzzzzzzzzz", "Secr3tP4ssw0rd!",
        "\u{10FFFF}", "Password7391846205",
    ])
    func `another password is not`(password: String) {
        #expect(!CommonPasswords.contains(password))
    }

    /// ASVS 6.2.4 asks for 3,000 that fulfil the policy.
    @Test func `each line of the list is found, and 3,000 of them are long enough`() {
        let lines = CommonPasswords.list.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count(where: { $0.count >= 8 }) >= 3000)
        for line in lines {
            let password = String(decoding: line, as: UTF8.self)
            #expect(CommonPasswords.contains(password), "\(password)")
        }
    }

    private static let everything = PasswordComplexitySettings()

    @Test(arguments: [
        ("Aa1!Aa1", "HuJf6"), ("AA1!AA1!", "co3Xw"), ("aa1!aa1!", "VoaRj"), ("Aaa!Aaa!", "ZBv4H"),
        ("Aaa1Aaa1", "ZDLwA"), ("", "HuJf6"), ("1qaz@WSX", "C0mm0"),
    ])
    func `the first rule that a password breaks is told`(password: String, id: String) {
        for (occasion, prefix) in [(PasswordRules.Occasion.creation, "COMMA"), (.change, "DOMAIN")] {
            let error = #expect(throws: DomainError.self) {
                try PasswordRules().require(Secret(password), for: occasion, Self.everything)
            }
            #expect(error?.id == "\(prefix)-\(id)")
        }
    }

    @Test(arguments: ["Aa1!Aa1!", "Aa1ß....", "Aa1 aaaa", "Aa1ö123", String(repeating: "Aa1!", count: 50)])
    func `a password that keeps the rules is taken, and its length counts in bytes`(password: String) throws {
        try PasswordRules().require(Secret(password), for: .creation, Self.everything)
    }

    /// Two hundred of whatever characters: so many the messages of the API take.
    @Test(arguments: [("x", 1), ("ж", 2), ("密", 3), ("𝄞", 4)])
    func `a password of 200 characters is taken, and one more is refused`(character: String, bytes: Int) throws {
        let longest = "Aa1!" + String(repeating: character, count: 196)
        #expect(longest.utf8.count == 4 + 196 * bytes)
        try PasswordRules().require(Secret(longest), for: .creation, Self.everything)
        for (occasion, prefix) in [(PasswordRules.Occasion.creation, "COMMA"), (.change, "DOMAIN")] {
            let error = #expect(throws: DomainError.self) {
                try PasswordRules().require(Secret(longest + character), for: occasion, Self.everything)
            }
            #expect(error?.id == "\(prefix)-L0ng3")
        }
    }

    /// Whatever its hash says: an imported one may be of a longer password.
    @Test(arguments: [(200, true), (201, false)])
    func `no password that is longer than any may be is compared`(count: Int, isRight: Bool) async throws {
        let password = String(repeating: "𝄞", count: count)
        let hash = try PasswordHash.hash(password, cost: .init(memory: 64, passes: 1, lanes: 1))
        #expect(try await PasswordHasher.cheap.verify(Secret(password), against: hash).isRight == isRight)
    }

    @Test func `every rule can be switched off`() throws {
        var policy = PasswordComplexitySettings()
        policy.leastLength = 1
        policy.requiresLowercase = false
        policy.requiresUppercase = false
        policy.requiresNumber = false
        policy.requiresSymbol = false
        try PasswordRules(refusesCommon: false).require(Secret("1"), for: .change, policy)
        try PasswordRules(refusesCommon: false).require(Secret("password"), for: .change, policy)
        #expect(throws: DomainError.self) { try PasswordRules().require(Secret("password"), for: .change, policy) }
    }
}
