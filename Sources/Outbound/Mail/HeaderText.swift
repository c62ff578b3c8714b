internal import Platform

/// Words in headers: as they are where ASCII can say them, else as encoded-words (RFC 2047).
enum HeaderText {
    /// Bytes of text in one encoded-word, so that its line stays within 76 characters behind any name of ours.
    private static let bytesPerWord = 39

    /// An unstructured value, such as a subject.
    /// - Throws: `.invalid` for a control character.
    static func encode(_ text: String) throws(OutboundError) -> String {
        try check(text)
        return isPlain(text) ? text : encodedWords(text)
    }

    /// A display name (RFC 5322 §3.2.5).
    static func phrase(_ text: String) throws(OutboundError) -> String {
        try check(text)
        guard isPlain(text) else { return encodedWords(text) }
        let escaped = text.reduce(into: "") { result, character in
            if character == "\"" || character == "\\" { result.append("\\") }
            result.append(character)
        }
        return "\"\(escaped)\""
    }

    /// Whether the text can stand as it is: it is short, ASCII, and nobody takes it for an encoded-word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x7F } && text.utf8.count <= 60 && !text.contains("=?")
    }

    private static func check(_ text: String) throws(OutboundError) {
        let hasControl = text.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
        guard !hasControl else { throw OutboundError(.invalid) }
    }

    /// Words with whole characters in each, on lines of their own.
    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > bytesPerWord { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Base64.encode($0))?=" }.joined(separator: "\r\n ")
    }
}
