internal import Platform
internal import Testing

@Suite("RFC 8259: reading JSON")
struct JSONParserTests {
    private static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), (" false ", false), ("0", 0), ("-0", 0), ("-1", -1), ("1.5", .number(1.5)),
        ("1e2", .number(100)), ("1E+2", .number(100)), ("25e-1", .number(2.5)), ("1.0", .number(1)),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)), (#""""#, ""), (#""a b""#, "a b"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
        (#""é😀""#, "é😀"), (#""\u0000""#, "\u{0}"), ("[]", []), ("[ ]", []), ("[1,[2],{}]", [1, [2], [:]]), ("{}", [:]),
        ("\t{ \"a\" :\r\n1 , \"\" : [ ] }\n", ["a": 1, "": []]),
    ]

    @Test(arguments: accepted.indices)
    func `a text has its value`(index: Int) throws {
        let (text, value) = Self.accepted[index]
        #expect(try JSONValue(parsing: text.utf8) == value, "\(text)")
    }

    private static let refused: [(String, JSONError.Reason)] = [
        ("", .unexpectedEnd), ("  ", .unexpectedEnd), ("nul", .unexpectedEnd), ("nulL", .unexpectedCharacter),
        ("True", .unexpectedCharacter), ("true false", .unexpectedCharacter), ("1 2", .unexpectedCharacter),
        ("01", .unexpectedCharacter), ("+1", .unexpectedCharacter), (".5", .unexpectedCharacter),
        ("1.", .unexpectedEnd),
        ("1.a", .invalidNumber), ("-", .unexpectedEnd), ("-a", .invalidNumber), ("1e", .unexpectedEnd),
        ("1e+", .unexpectedEnd), ("1ea", .invalidNumber), ("1e999", .invalidNumber), ("NaN", .unexpectedCharacter),
        ("Infinity", .unexpectedCharacter), ("-Infinity", .invalidNumber), ("0x10", .unexpectedCharacter),
        (#"""#, .unexpectedEnd), (#""a"#, .unexpectedEnd), (#""\"#, .unexpectedEnd), (#""\x""#, .invalidString),
        (#""\u12""#, .invalidString), (#""\u00g0""#, .invalidString), (#""\ud83d""#, .invalidString),
        (#""\ude00""#, .invalidString), (#""\ud83d\u0041""#, .invalidString), (#""\ud83d\ud83d""#, .invalidString),
        ("\"\n\"", .invalidString), ("\"\u{1F}\"", .invalidString), ("\"\u{0}\"", .invalidString),
        ("'a'", .unexpectedCharacter), ("[", .unexpectedEnd), ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd),
        ("[1,]", .unexpectedCharacter), ("[,1]", .unexpectedCharacter), ("[1 2]", .unexpectedCharacter),
        ("]", .unexpectedCharacter), ("{", .unexpectedEnd), (#"{"a""#, .unexpectedEnd), (#"{"a":"#, .unexpectedEnd),
        (#"{"a":1"#, .unexpectedEnd), (#"{"a":1,}"#, .unexpectedCharacter), ("{a:1}", .unexpectedCharacter),
        (#"{1:1}"#, .unexpectedCharacter), (#"{"a" 1}"#, .unexpectedCharacter), (#"{"a":1}}"#, .unexpectedCharacter),
        (#"{"a":1,"a":1}"#, .duplicateMember), (#"{"a":1,"\u0061":2}"#, .duplicateMember),
        ("/**/1", .unexpectedCharacter), ("\u{FEFF}1", .unexpectedCharacter), ("1\u{A0}", .unexpectedCharacter),
    ]

    @Test(arguments: refused.indices)
    func `a text that is not JSON is refused`(index: Int) {
        let (text, reason) = Self.refused[index]
        do throws(JSONError) {
            let value = try JSONValue(parsing: text.utf8)
            Issue.record("\(text) was read as \(value)")
        } catch {
            #expect(error.reason == reason, "\(text)")
        }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        ] as [[UInt8]])
    func `invalid UTF-8 is refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    private static func fault(_ text: String, _ limits: JSONLimits = JSONLimits()) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: text.utf8, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a fault knows its place`() {
        #expect(Self.fault("[1, x]")?.reason == .unexpectedCharacter)
        #expect(Self.fault("[1, x]")?.offset == 4)
    }

    @Test func `depth is bounded, and the bound itself is fine`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let limits = JSONLimits(depth: 5)
        #expect(try JSONValue(parsing: nested(6).utf8, limits: limits) == [[[[[[]]]]]])
        #expect(Self.fault(nested(7), limits)?.reason == .tooDeep)
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(100_000).utf8) }
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: objects.utf8) }
    }

    @Test func `the number of elements is bounded over the whole text`() throws {
        let limits = JSONLimits(elements: 4)
        #expect(try JSONValue(parsing: #"[1,{"a":[2]}]"#.utf8, limits: limits) == [1, ["a": [2]]])
        for text in [#"[1,{"a":[2,3]}]"#, "[1,2,3,4,5]", #"{"a":1,"b":2,"c":3,"d":4,"e":5}"#] {
            #expect(throws: JSONError.self) { try JSONValue(parsing: text.utf8, limits: limits) }
        }
    }

    @Test func `every truncation and every altered byte gives a value or an error`() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\n\u00e9"],"b":{"c":null,"d":true}}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONValue(parsing: text.prefix(count)) }
        }
        var values = 0
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var altered = text
                altered[index] = byte
                let value: JSONValue
                do throws(JSONError) { value = try JSONValue(parsing: altered) } catch { continue }
                values += 1
                #expect(try JSONValue(parsing: value.utf8) == value)
            }
        }
        #expect(values > 100)
    }
}
