/// One segment of a request path that stands for a parameter.
enum PathSegment {
    /// Whether the segment may stand for a parameter. What decodes to a dot segment, a slash, a backslash, a control
    /// character or broken UTF-8 is no value of any parameter: it matches nothing, and nobody normalises it.
    static func canBeParameter(_ path: Span<UInt8>, _ segment: Range<Int>) -> Bool {
        guard !segment.isEmpty else { return false }
        guard segment.contains(where: { path[$0] == UInt8(ascii: "%") || path[$0] == UInt8(ascii: ".") }) else {
            return true
        }
        return decode(path, segment) != nil
    }

    static func decode(_ path: Span<UInt8>, _ segment: Range<Int>) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(segment.count)
        for index in segment { bytes.append(path[index]) }
        guard let decoded = FormCoding.percentDecoded(bytes), decoded != ".", decoded != "..",
            decoded.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return decoded
    }
}
