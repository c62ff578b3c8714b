internal import Platform
internal import Testing

@Suite("W3C Trace Context §3.2: traceparent")
struct TraceParentTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    @Test(arguments: [
        "00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00", "00-\(trace)-\(span)-ff",
        // A later version has the same beginning, and may have more behind a hyphen.
        "01-\(trace)-\(span)-01", "cc-\(trace)-\(span)-01-what-the-future-will-be-like", "fe-\(trace)-\(span)-01-",
    ])
    func `a valid value has a trace and a span`(value: String) throws {
        let parent = try #require(TraceParent(value))
        #expect(parent.traceID == Self.trace)
        #expect(parent.parentID == Self.span)
    }

    @Test(arguments: [
        "", "-", "nonsense", "00", "00-\(trace)", "00-\(trace)-\(span)", "00-\(trace)-\(span)-",
        "00-\(trace)-\(span)-1",
        "00-\(trace)-\(span)-001", "00-\(trace)-\(span)-01-", "00-\(trace)-\(span)-01-more", "00-\(trace)-\(span)-01 ",
        " 00-\(trace)-\(span)-01", "ff-\(trace)-\(span)-01", "FF-\(trace)-\(span)-01", "0-\(trace)-\(span)-01",
        "000-\(trace)-\(span)-01", "0g-\(trace)-\(span)-01", "CC-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span.uppercased())-01", "00-\(trace)-\(span)-0A",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01",
        "00-\(trace)0-\(span)-01", "00-0\(span)-\(span)-01", "00-\(trace.dropLast())-\(span)-01",
        "00-\(trace)-\(span.dropLast())-01", "00-\(trace)-\(span)0-01", "00_\(trace)_\(span)_01",
        "00-\(trace)-\(span)-0x", "00-\(trace)\(span)---01", "cc-\(trace)-\(span)-01.more",
        "cc-\(trace)-\(span)-01more",
        "00-0af7651916cd43dd8448eb211c80319é-\(span)-01", "ff-\(trace)-\(span)-01-more",
    ])
    func `anything else is none`(value: String) {
        #expect(TraceParent(value) == nil)
    }
}
