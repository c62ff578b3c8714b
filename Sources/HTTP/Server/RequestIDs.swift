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

extension HTTPFields {
    /// The trace that the sender is in. Two fields of that name are as good as none.
    var traceParent: TraceParent? {
        guard let value = self["traceparent"], values("traceparent").count == 1 else { return nil }
        return TraceParent(value)
    }
}
