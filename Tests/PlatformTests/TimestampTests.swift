internal import Platform
internal import Testing

@Suite("RFC 3339: moments")
struct TimestampTests {
    @Test(
        arguments: [
            ("2026-01-05T10:00:00.123Z", 1_767_607_200_123), ("2000-02-29T23:59:59Z", 951_868_799_000),
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59Z", 253_402_300_799_000), ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000), ("1600-02-29T00:00:00Z", -11_670_998_400_000),
            ("2026-01-05T10:00:00.120Z", 1_767_607_200_120), ("2026-01-05T10:00:00.003Z", 1_767_607_200_003),
        ] as [(String, Int64)])
    func `a moment is read and written`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(milliseconds: milliseconds))
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test(
        arguments: [
            ("2024-02-29T12:00:00+05:30", 1_709_188_200_000), ("2024-02-29T06:30:00-00:00", 1_709_188_200_000),
            ("2024-02-28T20:30:00-10:00", 1_709_188_200_000), ("2024-02-29t06:30:00z", 1_709_188_200_000),
            ("2024-02-29T06:30:00.1Z", 1_709_188_200_100), ("2024-02-29T06:30:00.123456789Z", 1_709_188_200_123),
            ("2024-02-29T06:29:60Z", 1_709_188_200_000),
        ] as [(String, Int64)])
    func `other spellings of a moment are read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2024", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
        "2024-00-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-04-31T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z", "2024-01-01T00:00:00", "2024-01-01 00:00:00Z",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00ZZ", " 2024-01-01T00:00:00Z", "2024-1-01T00:00:00Z",
        "0000-01-01T00:00:00Z", "-001-01-01T00:00:00Z", "２024-01-01T00:00:00Z", "2024-01-01T00:00Z",
        "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59.999-00:01", "9999-12-31T23:59:60Z",
    ])
    func `anything else is no moment`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(
        arguments: [
            (.min, "0001-01-01T00:00:00Z"), (-62_135_596_800_001, "0001-01-01T00:00:00Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (253_402_300_800_000, "9999-12-31T23:59:59.999Z"),
            (.max, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `a moment that cannot be written is written as the nearest that can`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).rfc3339 == text)
    }

    @Test func `no two moments are too far apart`() {
        let apart = Timestamp(milliseconds: .max).since(Timestamp(milliseconds: .min))
        #expect(apart == .milliseconds(Int64.max) - .milliseconds(Int64.min))
    }

    @Test func `every day of eight centuries survives`() {
        for day in stride(from: Int64(-146_097), through: 146_097, by: 1) {
            let moment = Timestamp(seconds: day * 86_400)
            #expect(Timestamp(rfc3339: moment.rfc3339) == moment)
        }
    }

    @Test func `seconds are rounded down, also before 1970`() {
        #expect(Timestamp(milliseconds: 1999).seconds == 1)
        #expect(Timestamp(milliseconds: -1).seconds == -1)
        #expect(Timestamp(milliseconds: -1000).seconds == -1)
        #expect(Timestamp(milliseconds: -1001).seconds == -2)
    }

    @Test func `adding and comparing`() {
        let moment = Timestamp(seconds: 1000)
        #expect(moment + .hours(1) == Timestamp(seconds: 4600))
        #expect(moment - .minutes(1) == Timestamp(seconds: 940))
        #expect(moment + .days(1) > moment)
        #expect((moment + .milliseconds(5)).since(moment) == .milliseconds(5))
        #expect(Timestamp(seconds: .max) > moment && Timestamp(seconds: .min) < moment)
    }
}
