internal import Testing

@testable internal import HTTP

@Suite("RFC 9110 §5: fields")
struct FieldsTests {
    @Test func `names compare without case, and underscore and hyphen stay apart`() {
        let fields: HTTPFields = ["X-User": "a", "x_user": "b", "x-user": "c"]
        #expect(fields["x-USER"] == "a")
        #expect(fields.values("X-User") == ["a", "c"])
        #expect(fields["X_User"] == "b")
        #expect(fields["X-Use"] == nil)
    }

    @Test func `setting replaces all fields of the name and removing leaves the others`() {
        var fields: HTTPFields = ["A": "1", "B": "2", "a": "3", "C": "4"]
        fields.set("a", "5")
        #expect(fields.map { "\($0.name)=\($0.value)" } == ["B=2", "C=4", "a=5"])
        fields["B"] = nil
        #expect(fields.map { "\($0.name)=\($0.value)" } == ["C=4", "a=5"])
    }

    @Test(arguments: [("a\r\nSet-Cookie: b", "a  Set-Cookie: b"), ("a\u{0}b", "a b"), ("a\tb ü", "a\tb ü")])
    func `a value cannot end its line`(value: String, written: String) {
        let fields: HTTPFields = ["A": value]
        #expect(fields["A"] == written)
        #expect(fields.count == 1)
    }

    @Test func `a name that is no token stops the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = HTTPFields([(name: "A\r\nB", value: "c")])
        }
    }

    @Test(arguments: [
        ("application/json", true), ("Application/JSON; charset=utf-8", true), ("application/json ;x", true),
        ("application/json;", true), ("application/jsonl", false), ("application/jso", false), ("text/plain", false),
        ("", false), (" application/json", false),
    ])
    func `the media type is compared without case and parameters`(value: String, isJSON: Bool) {
        #expect(HTTPRequest(.post, "/", fields: ["Content-Type": value]).hasMediaType("application/json") == isJSON)
        #expect(!HTTPRequest(.post, "/").hasMediaType("application/json"))
    }

    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_102_444_800, "Fri, 01 Jan 2100 00:00:00 GMT"),
    ])
    func `a date is written as RFC 9110 §5.6.7 shows it`(seconds: Int, text: String) {
        #expect(HTTPDate.text(seconds: seconds) == text)
    }

    @Test func `a cookie is written with its attributes and read by its name`() {
        let cookie = Cookie("__Host-s", "v", isSecure: true, sameSite: .strict, lifetime: .seconds(60))
        #expect(cookie.fieldValue == "__Host-s=v; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60")
        let request = HTTPRequest(.get, "/", fields: ["Cookie": "a=1; b=2=3", "cookie": "__Host-s=v"])
        #expect(request.cookie("a") == "1")
        #expect(request.cookie("b") == "2=3")
        #expect(request.cookie("__Host-s") == "v")
        #expect(request.cookie("c") == nil)
    }

    @Test(
        arguments: [
            // U+037E is canonically equivalent to a semicolon, and U+0600 makes one character with what follows.
            ("a=1\u{37E}s=2", nil), ("a=1\u{600}; s=2", "2"), ("a=1;\u{301}s=3; s=2", "2"), ("s\u{301}=1; s=2", "2"),
            ("s=", ""), ("s==", "="), ("s", nil), ("; ;s=2", "2"), ("s =1; s=2", "2"), ("s=1; s=2", "1"),
        ] as [(String, String?)])
    func `cookies are told apart byte by byte`(field: String, value: String?) {
        #expect(HTTPRequest(.get, "/", fields: ["Cookie": field]).cookie("s") == value)
    }
}
