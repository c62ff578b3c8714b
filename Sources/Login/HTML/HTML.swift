/// Markup. Literals of the source are taken as they are, and everything that is put between them is escaped, so text from
/// people cannot become markup.
///
/// Between quotation marks of an attribute the same holds; an attribute that holds an address takes ``SafeURL``.
struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
    private(set) var text: String

    /// A literal only: a text that is made at run time is none.
    init(stringLiteral value: StaticString) {
        text = value.description
    }

    init(stringInterpolation interpolation: StringInterpolation) {
        text = interpolation.text
    }

    init(_ parts: [HTML]) {
        text = parts.map(\.text).joined(separator: "\n")
    }

    static func + (left: HTML, right: HTML) -> HTML { HTML([left, right]) }

    struct StringInterpolation: StringInterpolationProtocol {
        typealias StringLiteralType = StaticString

        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
        mutating func appendInterpolation(_ value: String) { HTML.escape(value, into: &text) }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        mutating func appendInterpolation(_ markup: HTML?) { text += markup?.text ?? "" }
        mutating func appendInterpolation(_ markup: [HTML]) { text += HTML(markup).text }
        mutating func appendInterpolation(_ url: SafeURL) { HTML.escape(url.text, into: &text) }
    }

    /// The five characters that mean something in text or between quotation marks (HTML standard §13.1). What no page may
    /// hold, such as control characters and the marks that turn the direction of text, is left out.
    private static func escape(_ value: String, into text: inout String) {
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\n", "\t": text.unicodeScalars.append(scalar)
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": continue
            default:
                if scalar.properties.generalCategory != .control { text.unicodeScalars.append(scalar) }
            }
        }
    }
}

/// An address that a page may link to: a path of ours, or a web or mail address. Never one that carries out script.
struct SafeURL: Sendable, Hashable {
    let text: String

    /// A path of ours.
    init(path: StaticString) { text = path.description }

    /// A path of ours with a query.
    init(path: String, query: [(name: String, value: String)] = [], encode: (String) -> String) {
        let pairs = query.map { "\(encode($0.name))=\(encode($0.value))" }
        text = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    /// What an administrator configured.
    /// - Returns: `nil` for anything but `https`, `http` and `mailto`.
    init?(configured text: String) {
        let isKnown = ["https://", "http://", "mailto:"].contains { text.lowercased().hasPrefix($0) }
        guard isKnown, text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            return nil
        }
        self.text = text
    }
}
