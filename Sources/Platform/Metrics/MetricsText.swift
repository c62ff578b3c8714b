/// Writes the Prometheus text format, version 0.0.4: lines of UTF-8, families in one piece.
struct MetricsText {
    private(set) var text = ""

    mutating func append(_ family: MetricFamily) {
        text += "# HELP \(family.name) \(Self.escaped(family.help, quotes: false))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        for sample in family.read() {
            let labels = Self.labels(sample.labels)
            switch sample.value {
            case .integer(let value): line(family.name, labels, "\(value)")
            case .number(let value): line(family.name, labels, Self.number(value))
            case .histogram(let reading): append(reading, family.name, labels)
            }
        }
    }

    /// Buckets count everything up to their bound. The count is the last bucket, whatever is counted meanwhile.
    private mutating func append(_ reading: HistogramReading, _ name: String, _ labels: [String]) {
        var count = 0
        for (index, part) in reading.counts.enumerated() {
            count += part
            let bound =
                index < reading.scale.limits.count
                ? Self.number(Double(reading.scale.limits[index]) / reading.scale.unit) : "+Inf"
            line("\(name)_bucket", labels + ["le=\"\(bound)\""], "\(count)")
        }
        line("\(name)_sum", labels, Self.number(Double(reading.sum) / reading.scale.unit))
        line("\(name)_count", labels, "\(count)")
    }

    private mutating func line(_ name: String, _ labels: [String], _ value: String) {
        text += name
        if !labels.isEmpty { text += "{\(labels.joined(separator: ","))}" }
        text += " \(value)\n"
    }

    private static func labels(_ labels: MetricSample.Labels) -> [String] {
        labels.map { "\($0.key)=\"\(escaped($0.value, quotes: true))\"" }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += #"\\"#
            case "\n": result += #"\n"#
            case "\"" where quotes: result += #"\""#
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
