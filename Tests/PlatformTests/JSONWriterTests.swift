internal import Platform
internal import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    private static let cases: [(JSONValue, String)] = [
        (.null, "null"), (true, "true"), (false, "false"), (0, "0"), (.integer(.min), "-9223372036854775808"),
        (.number(1.5), "1.5"), (.number(.infinity), "null"), (.number(.nan), "null"), ("", #""""#), ("a/b", #""a/b""#),
        ("\"\\\n\r\t", #""\"\\\n\r\t""#), ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#), ("é😀", #""é😀""#), ([], "[]"),
        ([1, "a", []], #"[1,"a",[]]"#), ([:], "{}"), (["b": 1, "a": ["c": .null]], #"{"b":1,"a":{"c":null}}"#),
        ("</script>&", #""\u003c/script\u003e\u0026""#),
    ]

    @Test(arguments: cases.indices)
    func `a value has one text`(index: Int) {
        let (value, text) = Self.cases[index]
        #expect(value.text == text)
    }

    @Test func `what was written reads back as the same value`() throws {
        for scalar in (0...0x2FFF).compactMap(Unicode.Scalar.init) {
            let value = JSONValue.string(String(Character(scalar)))
            let read = try JSONValue(parsing: value.utf8)
            #expect(read.stringValue?.unicodeScalars.elementsEqual([scalar]) == true)
        }
        for number in [0.1, -2.5e-300, 1e300, 1e16, 123_456.789, .leastNonzeroMagnitude] {
            #expect(try JSONValue(parsing: JSONValue.number(number).utf8) == .number(number))
        }
    }

    @Test func `members keep their order, are replaced in place and removed`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["c"] = 3
        object["a"] = "x"
        object["b"] = nil
        object["missing"] = nil
        #expect(JSONValue.object(object).text == #"{"a":"x","c":3}"#)
        #expect(object["a"] == "x" && object["b"] == nil)
    }

    @Test func `a value of another kind has no members and no elements`() {
        let value: JSONValue = ["a": [1, 2]]
        #expect(value["a"]?[1] == 2)
        #expect(value["a"]?[2] == nil && value["a"]?[-1] == nil && value["b"] == nil && value[0] == nil)
        #expect(JSONValue.string("x")["a"] == nil)
        #expect(value["a"]?.stringValue == nil && value["a"]?.integerValue == nil && value["a"]?.boolValue == nil)
    }
}
