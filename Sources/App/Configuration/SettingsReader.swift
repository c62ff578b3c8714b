internal import FoundationEssentials
internal import Platform

/// Reads settings by name and collects every mistake, so that the operator sees all of them at once.
struct SettingsReader {
    static let prefix = "ALCAZAR_"

    private let values: [String: String]
    private(set) var mistakes: [String] = []
    /// The names that were asked for: what is set and never asked for is a mistake of spelling.
    private(set) var known: Set<String> = []

    /// - Parameters:
    ///   - environment: variables; they win over the file.
    ///   - file: the settings of the file, by the names of the variables.
    init(environment: [String: String], file: [String: String]) {
        values = file.merging(environment.filter { $0.key.hasPrefix(Self.prefix) }) { _, variable in variable }
    }

    /// Names that are set and mean nothing.
    var unknown: [String] { values.keys.filter { !known.contains($0) }.sorted() }

    mutating func mistake(_ name: String, _ reason: String) {
        mistakes.append("\(Self.prefix)\(name): \(reason)")
    }

    /// - Parameter name: without the prefix. An empty value counts as not set.
    mutating func text(_ name: String) -> String? {
        let full = Self.prefix + name
        known.insert(full)
        return values[full].flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func text(_ name: String, default value: String) -> String {
        text(name) ?? value
    }

    /// A secret, or the first line of the file that the setting with `_FILE` behind its name names.
    mutating func secret(_ name: String) -> Secret<String>? {
        let value = text(name)
        guard let path = text(name + "_FILE") else { return value.map { Secret($0) } }
        if value != nil { mistake(name, "set either this or \(Self.prefix)\(name)_FILE") }
        guard let data = FileManager.default.contents(atPath: path) else {
            mistake(name + "_FILE", "cannot read \(path)")
            return nil
        }
        let line = String(decoding: data, as: UTF8.self).prefix { !$0.isNewline }
        return line.isEmpty ? nil : Secret(String(line))
    }

    mutating func bool(_ name: String, default value: Bool) -> Bool {
        switch text(name)?.lowercased() {
        case nil: return value
        case "true", "1": return true
        case "false", "0": return false
        default:
            mistake(name, "must be true or false")
            return value
        }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) -> Int {
        guard let text = text(name) else { return value }
        guard let number = Int(text), range.contains(number) else {
            mistake(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return value
        }
        return number
    }

    /// A duration such as `12h`, `90m`, `30s` or `1h30m`.
    mutating func duration(_ name: String, in range: ClosedRange<Duration>, default value: Duration) -> Duration {
        guard let text = text(name) else { return value }
        guard let duration = Duration(setting: text), range.contains(duration) else {
            mistake(name, "must be a duration such as 12h, 90m or 30s, within the allowed range")
            return value
        }
        return duration
    }

    mutating func timestamp(_ name: String) -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let timestamp = Timestamp(rfc3339: text) else {
            mistake(name, "must be a time such as 2030-01-01T00:00:00Z")
            return nil
        }
        return timestamp
    }
}

extension Duration {
    /// Whole numbers with the units `d`, `h`, `m` and `s`, the greater unit first.
    init?(setting text: String) {
        var rest = text[...]
        var seconds: Int64 = 0
        var smallest: Int64 = .max
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let number = Int64(digits), number < 1_000_000, let unit = rest.popFirst(),
                let factor = ["d": 86400, "h": 3600, "m": 60, "s": 1][String(unit)] as Int64?, factor < smallest
            else { return nil }
            smallest = factor
            seconds += number * factor
        }
        self = .seconds(seconds)
    }
}
