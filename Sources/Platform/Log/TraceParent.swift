/// The trace and the span that a request belongs to: a valid value of `traceparent` (W3C Trace Context §3.2).
package struct TraceParent: Sendable, Hashable {
    /// Version, trace id, parent id and flags, with the hyphens between them; what a later version has behind them is
    /// not kept.
    private static let length = 55

    private let text: String

    /// - Returns: `nil` for what the recommendation calls invalid: wrong lengths, characters other than lower-case
    ///   hexadecimal digits, ids of zeros alone, the version `ff`, and a version 00 with something behind the flags.
    ///   Of a later version the part that it has in common is read (§3.2.2.1 and §3.2.4).
    package init?(_ value: String) {
        let bytes = value.utf8.span
        guard bytes.count >= Self.length, Self.isHex(bytes, 0..<2), Self.isHyphen(bytes, 2), Self.isID(bytes, 3..<35),
            Self.isHyphen(bytes, 35), Self.isID(bytes, 36..<52), Self.isHyphen(bytes, 52), Self.isHex(bytes, 53..<55)
        else { return nil }
        let digits = (bytes[0], bytes[1])
        if digits == (UInt8(ascii: "f"), UInt8(ascii: "f")) { return nil }
        if bytes.count > Self.length {
            guard digits != (UInt8(ascii: "0"), UInt8(ascii: "0")), Self.isHyphen(bytes, Self.length) else {
                return nil
            }
        }
        text = value
    }

    package var traceID: String { part(3..<35) }

    /// The span of the caller in which the request was sent.
    package var parentID: String { part(36..<52) }

    private func part(_ range: Range<Int>) -> String {
        String(decoding: Array(text.utf8)[range], as: UTF8.self)
    }

    private static func isHyphen(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "-")
    }

    private static func isHex(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.allSatisfy { index in
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
            default: false
            }
        }
    }

    private static func isID(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        isHex(bytes, range) && range.contains { bytes[$0] != UInt8(ascii: "0") }
    }
}
