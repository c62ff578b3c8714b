/// A field line (RFC 9112 §5): a token, a colon right behind it, and a value between optional blanks.
enum FieldLine {
    /// - Parameter line: the bytes of the line without its line end.
    static func parse(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(HTTPProtocolError) -> HTTPFields.Entry {
        var index = line.lowerBound
        guard !HTTPCharacters.isBlank(bytes[index]) else { throw .foldedField }
        while index < line.upperBound, HTTPCharacters.isToken(bytes[index]) { index += 1 }
        let nameEnd = index
        guard nameEnd > line.lowerBound, index < line.upperBound, bytes[index] == UInt8(ascii: ":") else {
            throw .malformedFieldName
        }
        var valueStart = index + 1
        var valueEnd = line.upperBound
        while valueStart < valueEnd, HTTPCharacters.isBlank(bytes[valueStart]) { valueStart += 1 }
        while valueEnd > valueStart, HTTPCharacters.isBlank(bytes[valueEnd - 1]) { valueEnd -= 1 }
        index = valueStart
        while index < valueEnd {
            guard HTTPCharacters.isFieldContent(bytes[index]) else { throw .malformedFieldValue }
            index += 1
        }
        return HTTPFields.Entry(
            nameStart: UInt32(line.lowerBound), nameEnd: UInt32(nameEnd), valueStart: UInt32(valueStart),
            valueEnd: UInt32(valueEnd))
    }

    /// The end of the line's text: the index of the CR before the LF. A lone CR or LF is refused (RFC 9112 §2.2).
    static func textEnd(_ bytes: Span<UInt8>, from start: Int, lineFeed: Int) throws(HTTPProtocolError) -> Int {
        guard lineFeed > start, bytes[lineFeed - 1] == HTTPCharacters.carriageReturn else { throw .bareLineEnd }
        var index = start
        while index < lineFeed - 1 {
            if bytes[index] == HTTPCharacters.carriageReturn { throw .bareLineEnd }
            index += 1
        }
        return lineFeed - 1
    }
}
