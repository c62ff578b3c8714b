internal import Model
package import Platform

/// How many counted checks passed and failed, for the metrics.
struct CheckCounters: Sendable {
    private struct Pair: Sendable {
        let passed = Counter()
        let failed = Counter()
    }

    private let pairs = Dictionary(uniqueKeysWithValues: CheckKind.allCases.map { ($0, Pair()) })

    func passed(_ kinds: [CheckKind]) {
        for kind in kinds { pairs[kind]?.passed.increment() }
    }

    func failed(_ kind: CheckKind) {
        pairs[kind]?.failed.increment()
    }

    func add(to metrics: Metrics) {
        let pairs = pairs.sorted { $0.key.rawValue < $1.key.rawValue }
        metrics.add(
            MetricFamily(.counter, "alcazar_checks_total", "Passwords and one-time codes that were checked.") {
                pairs.flatMap { kind, pair in
                    [
                        MetricSample(["kind": kind.rawValue, "outcome": "passed"], .integer(pair.passed.value)),
                        MetricSample(["kind": kind.rawValue, "outcome": "failed"], .integer(pair.failed.value)),
                    ]
                }
            })
    }
}

extension Sessions {
    package func addCounters(to metrics: Metrics) {
        counters.add(to: metrics)
    }
}
