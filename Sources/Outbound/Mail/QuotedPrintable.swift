/// The transfer encoding of RFC 2045 §6.7.
enum QuotedPrintable {
    private static let longestLine = 76
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// - Parameter text: with lines that end in line feeds, a carriage return before each or not.
    static func encode(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 { output += "\r\n".utf8 }
            append(line.last == UInt8(ascii: "\r") ? line.dropLast() : line, to: &output)
        }
        return output
    }

    private static func append(_ line: Substring.UTF8View, to output: inout [UInt8]) {
        var length = 0
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            index = line.index(after: index)
            let isLast = index == line.endIndex
            let piece = encoded(byte, isLast: isLast)
            // One place is kept for the equals sign of a soft break.
            if length + piece.count > (isLast ? longestLine : longestLine - 1) {
                output += "=\r\n".utf8
                length = 0
            }
            output += piece
            length += piece.count
        }
    }

    private static func encoded(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        if isPlain || (isBlank && !isLast) { return [byte] }
        return [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
