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

    @Test func `a field that is sent in both spellings is refused`() {
        #expect(throws: DomainError.self) { try MessageReader("M", ["userName": "a", "user_name": "b"]) }
    }
}
