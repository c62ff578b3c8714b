/// A strict reader of the Prometheus text format, version 0.0.4, written from its description. Beside the grammar it
/// demands what the description asks for in words: one `HELP` and one `TYPE` before the samples, families in one piece,
/// no series twice, and whole histograms.
package struct PrometheusText: Sendable {
    package struct Problem: Error, CustomStringConvertible {
        package let description: String

        init(_ line: some StringProtocol, _ words: String) {
            description = "\(words): \(line)"
        }
    }

    package struct Sample: Sendable, Hashable {
        package let name: String
        package let labels: [String: String]
        package let value: Double
    }

    package struct Family: Sendable {
        package let name: String
        package let type: String
        package fileprivate(set) var samples: [Sample] = []
    }

    package private(set) var families: [Family] = []

    package init(parsing text: String) throws(Problem) {
        guard text.hasSuffix("\n") else { throw Problem("", "the last line has no end") }
        var help: String?
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("# HELP ") {
                guard help == nil else { throw Problem(line, "HELP without TYPE") }
                help = try Self.help(line, known: families)
            } else if line.hasPrefix("# TYPE ") {
                families.append(try Self.type(line, help: help))
                help = nil
            } else {
                guard help == nil, let family = families.last else { throw Problem(line, "a sample without TYPE") }
                let sample = try MetricLine(line).sample()
                guard Self.names(of: family).contains(sample.name) else { throw Problem(line, "not of this family") }
                families[families.count - 1].samples.append(sample)
            }
        }
        guard help == nil else { throw Problem("", "HELP at the end") }
        for family in families { try Self.check(family) }
    }

    private static func help(_ line: Substring, known: [Family]) throws(Problem) -> String {
        let parts = line.dropFirst(7).split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, MetricLine.isName(parts[0], colons: true) else {
            throw Problem(line, "not a HELP line")
        }
        guard !known.contains(where: { $0.name == parts[0] }) else { throw Problem(line, "a family twice") }
        let rest = parts[1].replacing(#"\\"#, with: "").replacing(#"\n"#, with: "")
        guard !rest.contains("\\") else { throw Problem(line, "an unknown escape") }
        return String(parts[0])
    }

    private static func type(_ line: Substring, help: String?) throws(Problem) -> Family {
        let parts = line.dropFirst(7).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let help, help == parts[0],
            ["counter", "gauge", "histogram", "summary", "untyped"].contains(parts[1])
        else { throw Problem(line, "not a TYPE line after its HELP") }
        return Family(name: help, type: String(parts[1]))
    }

    private static func names(of family: Family) -> Set<String> {
        guard family.type == "histogram" else { return [family.name] }
        return ["\(family.name)_bucket", "\(family.name)_sum", "\(family.name)_count"]
    }

    private static func check(_ family: Family) throws(Problem) {
        let series = family.samples.map { [$0.name, $0.labels.sorted { $0.key < $1.key }.description] }
        guard Set(series).count == series.count else { throw Problem(family.name, "a series twice") }
        if family.type == "counter", !family.samples.allSatisfy({ $0.value >= 0 }) {
            throw Problem(family.name, "a counter below zero")
        }
        if family.type == "histogram" { try checkHistograms(family) }
    }

    /// Bounds ascend and end in `+Inf`, counts never fall, and the last one is the count of all.
    private static func checkHistograms(_ family: Family) throws(Problem) {
        let histograms = Dictionary(grouping: family.samples) { $0.labels.filter { $0.key != "le" } }
        for (labels, samples) in histograms {
            let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { MetricLine.number($0) } }
            guard bounds.count == buckets.count, bounds.last == .infinity,
                zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
            else { throw Problem(family.name, "bounds of \(labels)") }
            guard zip(buckets, buckets.dropFirst()).allSatisfy({ $0.value <= $1.value }) else {
                throw Problem(family.name, "counts that fall of \(labels)")
            }
            let others = samples.filter { !$0.name.hasSuffix("_bucket") }
            guard others.count == 2, others.allSatisfy({ $0.labels["le"] == nil }),
                others.first(where: { $0.name.hasSuffix("_count") })?.value == buckets.last?.value
            else { throw Problem(family.name, "sum and count of \(labels)") }
        }
    }
}

extension PrometheusText {
    /// Every name that a query can ask for.
    package var names: Set<String> {
        families.reduce(into: []) { $0.formUnion(Self.names(of: $1)) }
    }

    /// The samples with this name and at least these labels.
    package func samples(_ name: String, _ labels: [String: String] = [:]) -> [Sample] {
        families.flatMap(\.samples).filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }
    }

    /// The value of the one sample with this name and these labels; `nil` when there is none, or more than one.
    package func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        let found = samples(name, labels)
        return found.count == 1 ? found[0].value : nil
    }

    /// All values of a label.
    package func values(of label: String, in name: String) -> Set<String> {
        Set(samples(name).compactMap { $0.labels[label] })
    }
}
