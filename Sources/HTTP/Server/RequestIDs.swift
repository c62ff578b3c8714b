internal import Platform

/// Names for requests in the log: thirteen characters, short enough to live without an allocation, that start at a
/// random point and do not repeat.
struct RequestIDs {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private var next = UInt64.random(in: .min ... .max)

    mutating func make() -> String {
        next &+= 1
        // Multiplication by an odd number is a bijection: neighbours look different, and none repeats.
        var bits = next &* 0x9E37_79B9_7F4A_7C15
        return unsafe String(unsafeUninitializedCapacity: 13) { text in
            for index in 0..<13 {
                unsafe text[index] = Self.alphabet[Int(bits & 31)]
                bits >>= 5
            }
            return 13
        }
    }
}

/// The trace that a caller is in (W3C Trace Context §3.2).
enum TraceParent {
    /// The trace id of a `traceparent` value, or `nil` when it is none.
    static func traceID(_ value: String) -> String? {
        let parts = value.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, isHex(parts[0], 2), parts[0] != "ff", isHex(parts[1], 32), isHex(parts[2], 16),
            isHex(parts[3], 2), parts.count == 4 || parts[0] != "00", parts[1].contains(where: { $0 != "0" }),
            parts[2].contains(where: { $0 != "0" })
        else { return nil }
        return String(parts[1])
    }

    private static func isHex(_ text: Substring, _ count: Int) -> Bool {
        text.utf8.count == count
            && text.utf8.allSatisfy { HTTPCharacters.hexValue($0) != nil && HTTPCharacters.lowercased($0) == $0 }
    }
}
