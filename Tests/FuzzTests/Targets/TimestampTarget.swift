internal import Platform

/// Moments in RFC 3339, against a reading that counts the days one year after the other.
enum TimestampTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        if bytes.count == 8 { try checkWriting(bytes.reduce(0) { $0 << 8 | Int64($1) }) }
        guard let moment = Timestamp(rfc3339: String(decoding: bytes, as: UTF8.self)) else { return }
        try hold(moment.milliseconds == milliseconds(bytes), "a moment is another one")
        let written = moment.rfc3339
        try hold(Timestamp(rfc3339: written) == moment, "the moment \(written) does not survive")
        try hold((20...24).contains(written.utf8.count), "the moment \(written) has an odd length")
    }

    /// Every moment can be written, and one that RFC 3339 has a spelling for is read as the same.
    private static func checkWriting(_ milliseconds: Int64) throws(Violation) {
        let written = Timestamp(milliseconds: milliseconds).rfc3339
        try hold((20...24).contains(written.utf8.count), "a moment has an odd length")
        let readable = Int64(-62_135_596_800_000)...253_402_300_799_999
        let expected = min(max(milliseconds, readable.lowerBound), readable.upperBound)
        let again = Timestamp(rfc3339: written)
        try hold(again == Timestamp(milliseconds: expected), "a written moment is another one")
    }

    private static func milliseconds(_ text: [UInt8]) -> Int64? {
        func number(_ range: Range<Int>) -> Int64? { Int64(String(decoding: text[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            let zone = text[19...].firstIndex(where: { "Zz+-".utf8.contains($0) })
        else { return nil }
        let digits = (text[19..<zone].dropFirst() + Array("000".utf8)).prefix(3)
        var offset: Int64 = 0
        if zone + 6 == text.count, let hours = number(zone + 1..<zone + 3), let minutes = number(zone + 4..<zone + 6) {
            offset = (hours * 60 + minutes) * (text[zone] == UInt8(ascii: "-") ? -60 : 60)
        }
        func length(ofYear year: Int64) -> Int64 {
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 366 : 365
        }
        let february: Int64 = length(ofYear: year) == 366 ? 29 : 28
        let months: [Int64] = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let years = (1..<max(year, 1)).reduce(0) { $0 + length(ofYear: $1) }
        let days = years + months.prefix(Int(month - 1)).reduce(0, +) + day - 1 - 719_162
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - offset
        return seconds * 1000 + (Int64(String(decoding: digits, as: UTF8.self)) ?? 0)
    }
}
