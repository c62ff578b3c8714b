internal import HTTP
internal import Testing

@Suite("URL standard §5: application/x-www-form-urlencoded")
struct FormTests {
    /// The pairs are those of Python's `urllib.parse.parse_qsl(…, keep_blank_values=True)`.
    @Test(arguments: [
        ("", []),
        ("a=1&b=2", [("a", "1"), ("b", "2")]),
        ("a=1&&b=2&", [("a", "1"), ("b", "2")]),
        ("a", [("a", "")]),
        ("a=", [("a", "")]),
        ("=a", [("", "a")]),
        ("a=b=c", [("a", "b=c")]),
        ("a+b=c+d", [("a b", "c d")]),
        ("a%20b=c%2Bd%26e%3D", [("a b", "c+d&e=")]),
        ("n=%C3%BC%e2%82%ac", [("n", "ü€")]),
        ("a=1&a=2", [("a", "1"), ("a", "2")]),
        ("scope=openid+urn%3Azitadel%3Aiam", [("scope", "openid urn:zitadel:iam")]),
        ("a;b=c", [("a;b", "c")]),
    ])
    func `a body is read`(body: String, pairs: [(String, String)]) throws {
        let form = try Form(parsing: body.utf8)
        #expect(form == Form(pairs.map { (name: $0.0, value: $0.1) }))
    }

    @Test(arguments: ["a=%", "a=%2", "a=%zz", "%g1=b", "a=%ff", "a=%c3%28", "a=%00", "a=b\u{0}c", "a=%ed%a0%80"])
    func `a malformed body is refused`(body: String) {
        #expect(throws: FormError.malformed) { try Form(parsing: body.utf8) }
    }

    @Test func `more pairs or longer values than allowed are refused`() throws {
        let limits = FormLimits(pairs: 3, length: 5)
        #expect(try Form(parsing: "a=1&b=2&c=12345".utf8, limits: limits).pairs.count == 3)
        #expect(throws: FormError.tooLarge) { try Form(parsing: "a=1&b=2&c=3&d=4".utf8, limits: limits) }
        #expect(throws: FormError.tooLarge) { try Form(parsing: "a=123456".utf8, limits: limits) }
        #expect(throws: FormError.tooLarge) { try Form(parsing: "abcdef=1".utf8, limits: limits) }
    }

    @Test func `repeated names are told`() throws {
        let form = try Form(parsing: "a=1&b=2&a=3&c=4&a=5&c=6".utf8)
        #expect(form["a"] == "1")
        #expect(form.values("a") == ["1", "3", "5"])
        #expect(form.duplicates == ["a", "c"])
        #expect(form["d"] == nil)
    }

    @Test func `the query of a target is a form`() throws {
        #expect(try Form(query: nil).pairs.isEmpty)
        #expect(try Form(query: "a=b%20c")["a"] == "b c")
    }

    /// Expected values by Python's `urllib.parse.quote_plus(…, safe='*')` and `quote(…, safe='~')`.
    @Test(arguments: [
        ("a b", "a+b", "a%20b"), ("a+b&c=d", "a%2Bb%26c%3Dd", "a%2Bb%26c%3Dd"),
        ("ü€", "%C3%BC%E2%82%AC", "%C3%BC%E2%82%AC"),
        ("*-._", "*-._", "%2A-._"), ("/?#%", "%2F%3F%23%25", "%2F%3F%23%25"), ("\r\n", "%0D%0A", "%0D%0A"),
    ])
    func `values are encoded`(text: String, form: String, percent: String) {
        #expect(FormCoding.encode(text) == form)
        #expect(FormCoding.percentEncoded(text) == percent)
        #expect(FormCoding.decode(form) == text)
        #expect(FormCoding.percentDecoded(percent.utf8) == text)
    }

    @Test func `a form that was written is read as the same form`() throws {
        let form = Form([("a b", "c&d"), ("ü", "%"), ("", "=")])
        #expect(try Form(parsing: form.encoded.utf8) == form)
    }

    @Test func `any bytes are read or refused`() {
        var random = SeededGenerator(seed: 7)
        let seed = Array("grant_type=client_credentials&scope=a%20b+c&x=%C3%BC&y".utf8)
        for _ in 0..<5000 { _ = try? Form(parsing: random.mutate(seed)) }
        for length in 0...seed.count { _ = try? Form(parsing: seed.prefix(length)) }
    }
}
