internal import Testing

@testable internal import Storage

@Suite("The range of the texts that begin alike")
struct TextRangeTests {
    static let ends: [(String, String?)] = [
        ("a", "b"), ("ab", "ac"), ("a@", "aA"), ("a\u{7F}", "a\u{80}"), ("ß", "à"), ("\u{D7FF}", "\u{E000}"),
        ("a\u{10FFFF}", "b"), ("a\u{10FFFF}\u{10FFFF}", "b"), ("\u{10FFFF}", nil), ("", nil),
    ]

    @Test(arguments: ends.indices)
    func `it ends before the next text that begins otherwise`(index: Int) {
        let (text, end) = Self.ends[index]
        #expect(text.firstBeyond.map { Array($0.utf8) } == end.map { Array($0.utf8) })
    }
}
