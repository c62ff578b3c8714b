internal import Platform

/// Words that an administrator has written for the pages (`SetHostedLoginTranslation`), by their keys. What has a key says
/// them in place of ours.
struct OwnWords: Sendable {
    /// What is longer is no label and no sentence.
    private static let greatestLength = 1000

    private var texts: [String: String] = [:]
    /// Of these words; `nil` when there are none.
    let language: Language?

    init() { language = nil }

    /// - Parameter json: texts in objects, such as `{"accounts": {"title": "…"}}` for the key `accounts.title`.
    init(_ json: JSONObject, in language: Language) {
        self.language = language
        read(json, below: "", depth: 0)
    }

    private mutating func read(_ json: JSONObject, below path: String, depth: Int) {
        for member in json.members {
            let key = path.isEmpty ? member.name : "\(path).\(member.name)"
            switch member.value {
            case .string(let text) where !text.isEmpty && text.utf8.count <= Self.greatestLength: texts[key] = text
            case .object(let inner) where depth < 4: read(inner, below: key, depth: depth + 1)
            default: continue
            }
        }
    }

    /// What was written for a key, else our own words.
    /// - Parameter names: what stands in the text for `{name}`.
    func callAsFunction(
        _ key: StaticString, _ ours: @autoclosure () -> String, _ names: [(name: String, value: String)] = []
    ) -> String {
        guard !texts.isEmpty, let text = texts[key.description] else { return ours() }
        return names.reduce(text) { $0.replacing("{\($1.name)}", with: $1.value) }
    }
}
