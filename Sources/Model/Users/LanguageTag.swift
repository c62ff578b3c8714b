/// A tag of BCP 47 in its usual case: `de`, `de-CH`, `zh-Hant-TW`.
package enum LanguageTag {
    /// What is not known.
    package static let undetermined = "und"

    /// - Returns: ``undetermined`` for what is no tag.
    package static func normalized(_ text: String) -> String {
        let parts = text.trimmed.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard let language = parts.first, (2...3).contains(language.utf8.count), language.isASCIILetters,
            parts.dropFirst().allSatisfy({ (1...8).contains($0.utf8.count) && $0.isASCIIAlphanumeric })
        else { return undetermined }
        var tag = language.lowercased()
        for part in parts.dropFirst() {
            switch part.utf8.count {
            case 2 where part.isASCIILetters: tag += "-" + part.uppercased()
            case 4 where part.isASCIILetters: tag += "-" + part.prefix(1).uppercased() + part.dropFirst().lowercased()
            default: tag += "-" + part.lowercased()
            }
        }
        return tag
    }
}

extension Substring {
    fileprivate var isASCIILetters: Bool {
        utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
    }

    fileprivate var isASCIIAlphanumeric: Bool {
        utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) }
    }
}
