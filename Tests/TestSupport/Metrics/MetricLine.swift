/// Reads one sample line, character by character.
struct MetricLine {
    private let line: Substring
    private var rest: Substring

    init(_ line: Substring) {
        self.line = line
        rest = line
    }

    consuming func sample() throws(PrometheusText.Problem) -> PrometheusText.Sample {
        let name = rest.prefix { $0 != "{" && $0 != " " }
        guard Self.isName(name, colons: true) else { throw problem("not a name") }
        rest = rest.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            repeat {
                let (label, value) = try label()
                guard labels.updateValue(value, forKey: label) == nil else { throw problem("a label twice") }
            } while take(",")
            guard take("}") else { throw problem("labels without an end") }
        }
        guard take(" "), let value = Self.number(rest) else { throw problem("not a value") }
        return PrometheusText.Sample(name: String(name), labels: labels, value: value)
    }

    private mutating func label() throws(PrometheusText.Problem) -> (String, String) {
        let name = rest.prefix { $0 != "=" }
        guard Self.isName(name, colons: false), !name.hasPrefix("__") else { throw problem("not a label") }
        rest = rest.dropFirst(name.count)
        guard take("="), take("\"") else { throw problem("a label without a value") }
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return (String(name), value)
            case "\\":
                switch rest.popFirst() {
                case "\\": value += "\\"
                case "\"": value += "\""
                case "n": value += "\n"
                default: throw problem("an unknown escape")
                }
            default: value.append(character)
            }
        }
        throw problem("a value without an end")
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private func problem(_ words: String) -> PrometheusText.Problem {
        PrometheusText.Problem(line, words)
    }

    static func isName(_ text: Substring, colons: Bool) -> Bool {
        text.wholeMatch(of: colons ? #/[a-zA-Z_:][a-zA-Z0-9_:]*/# : #/[a-zA-Z_][a-zA-Z0-9_]*/#) != nil
    }

    static func number(_ text: some StringProtocol) -> Double? {
        switch String(text) {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        case let other where other.wholeMatch(of: #/[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/#) != nil: Double(other)
        default: nil
        }
    }
}
