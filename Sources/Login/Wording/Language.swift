internal import HTTP

/// A language that the pages speak.
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case german = "de"

    /// - Parameter own: of an administrator, over ours.
    func words(_ own: OwnWords) -> any Wording {
        switch self {
        case .english: EnglishWording(own: own)
        case .german: GermanWording(own: own)
        }
    }

    /// As the language calls itself.
    var ownName: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }

    /// - Parameter tag: of BCP 47; its region and script do not matter here.
    init?(tag: some StringProtocol) {
        self.init(rawValue: tag.prefix { $0 != "-" && $0 != "_" }.lowercased())
    }

    /// The first one that we speak.
    init?(firstOf tags: [String]) {
        guard let found = tags.lazy.compactMap({ Language(tag: $0) }).first else { return nil }
        self = found
    }

    /// What the browser asks for (RFC 9110 §12.5.4): the best of its list that we speak.
    init?(acceptedBy request: HTTPRequest) {
        guard let field = request.fields["Accept-Language"], field.utf8.count <= 1024 else { return nil }
        let ranges = field.split(separator: ",").prefix(20).enumerated().compactMap { index, range in
            Range(range, index)
        }
        let best = ranges.filter { $0.weight > 0 }.sorted { ($1.weight, $0.index) < ($0.weight, $1.index) }
        guard let found = best.lazy.compactMap({ Language(tag: $0.tag) }).first else { return nil }
        self = found
    }

    private struct Range {
        let tag: Substring
        /// In thousandths.
        let weight: Int
        let index: Int

        init?(_ text: Substring, _ index: Int) {
            let parts = text.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let tag = parts.first else { return nil }
            self.tag = tag
            self.index = index
            guard parts.count > 1, parts[1].hasPrefix("q="), let quality = Double(parts[1].dropFirst(2)) else {
                weight = 1000
                return
            }
            weight = Int((min(max(quality, 0), 1) * 1000).rounded())
        }
    }
}
