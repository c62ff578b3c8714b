internal import API
internal import Model
internal import Platform
internal import Testing

@Suite("Protobuf JSON: messages")
struct WireMessageTests {
    @Test(
        arguments: [
            (.zero, "0s"), (.seconds(5), "5s"), (.milliseconds(250), "0.250s"), (.milliseconds(1005), "1.005s"),
            (.milliseconds(-500), "-0.500s"), (.milliseconds(-1005), "-1.005s"), (.seconds(-3), "-3s"),
        ] as [(Duration, String)])
    func `a duration is written and read`(duration: Duration, text: String) throws {
        let message = JSONObject.message { $0.set("d", duration) }
        #expect(message["d"] == .string(text))
        #expect(try MessageReader("M", message).duration("d") == duration)
    }

    @Test(arguments: ["", "5", "s", "1e3s", "nans", "5 s", "315576000001s", "-315576000000.99992s", "0x1s"])
    func `what is no duration, or beyond ten thousand years, is refused`(text: String) throws {
        let reader = try MessageReader("M", ["d": .string(text)])
        #expect(throws: DomainError.self) { try reader.duration("d") }
    }

    @Test(arguments: [
        ("userName", "userName"), ("user_name", "userName"), ("_user__name_", "userName"), ("_", "_"), ("", ""),
        ("user_Name", "userName"), ("a_1_b", "a1B"), ("a_é", "aé"), ("user_ıd", "userıd"),
    ])
    func `a field is found by either spelling of its name`(sent: String, field: String) throws {
        let reader = try MessageReader("M", JSONObject(uniqueMembers: [.init(name: sent, value: "x")]))
        #expect(try reader.string(field) == "x")
    }

    private enum Color: String, WireEnum {
        case unspecified = "COLOR_UNSPECIFIED"
        case red = "COLOR_RED"
    }

    @Test(
        arguments: [
            ("COLOR_RED", true), (1, true), ("1", true), ("+1", true), ("COLOR_BLUE", false), ("", false),
        ] as [(JSONValue, Bool)])
    func `a value of an enum is told by its name or its number, and unknown names are left out`(
        value: JSONValue, isRed: Bool
    ) throws {
        #expect(try MessageReader("M", ["c": value]).optionalEnumeration("c", as: Color.self) == (isRed ? .red : nil))
        #expect(try MessageReader("M", ["c": [value]]).enumerations("c", as: Color.self) == (isRed ? [.red] : []))
    }

    @Test(arguments: [2, -1, "2", "-1", "99999999999999999999"] as [JSONValue])
    func `an unknown number of an enum is refused, also as a text`(value: JSONValue) throws {
        let readers = try (MessageReader("M", ["c": value]), MessageReader("M", ["c": [value]]))
        #expect(throws: DomainError.self) { try readers.0.enumeration("c", as: Color.self) }
        #expect(throws: DomainError.self) { try readers.1.enumerations("c", as: Color.self) }
    }

    @Test func `a boolean of a query has the value that its text has`() throws {
        for (value, texts) in [(true, "1 t T true TRUE True"), (false, "0 f F false FALSE False")] {
            for text in texts.split(separator: " ") {
                let message: JSONObject = ["b": .string(String(text)), "m": ["b": .string(String(text))]]
                let reader = try MessageReader("M", message, isQuery: true)
                #expect(try reader.bool("b") == value)
                #expect(try reader.requiredMessage("m", as: "M").bool("b") == value)
            }
        }
    }

    @Test func `a field that is sent in both spellings is refused`() {
        #expect(throws: DomainError.self) { try MessageReader("M", ["userName": "a", "user_name": "b"]) }
    }
}
