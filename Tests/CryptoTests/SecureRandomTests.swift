internal import Crypto
internal import Testing

@Suite("Random values")
struct SecureRandomTests {
    @Test(arguments: [0, 1, 16, 32, 5000])
    func `as many bytes come as were asked for`(count: Int) {
        #expect(SecureRandom.bytes(count).count == count)
    }

    @Test func `two draws differ`() {
        #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
        #expect(SecureRandom.alphanumeric(22) != SecureRandom.alphanumeric(22))
    }

    @Test(arguments: [0, 1, 64, 1000])
    func `alphanumeric strings have their length and only letters and digits`(length: Int) {
        let text = SecureRandom.alphanumeric(length)
        #expect(text.utf8.count == length)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    /// 77 symbols do not divide 256: taking bytes modulo 77 would draw the first 25 a third more often.
    @Test func `each symbol is drawn equally often`() {
        let alphabet = String(decoding: (0x30..<0x7D).map { UInt8($0) }, as: UTF8.self)
        let draws = 77 * 2000
        var counts: [Character: Int] = [:]
        for symbol in SecureRandom.string(length: draws, alphabet: alphabet) { counts[symbol, default: 0] += 1 }
        #expect(counts.count == 77)
        // Chi-squared with 76 degrees of freedom exceeds 170 once in more than 10⁸ runs; the bias would give 2700.
        let chiSquared = counts.values.reduce(0.0) { $0 + Double(($1 - 2000) * ($1 - 2000)) / 2000 }
        #expect(chiSquared < 170)
    }
}
