internal import Synchronization

/// All numbers of the process, by name. Whoever counts something keeps its counters and adds here how they are read;
/// nothing is computed before somebody asks.
package final class Metrics: Sendable {
    private let families = Mutex<[MetricFamily]>([])

    package init() {}

    /// Adds a family. Its name belongs to the program, so a second family of that name is a mistake in it.
    package func add(_ family: MetricFamily) {
        families.withLock { families in
            precondition(!families.contains { $0.name == family.name }, "\(family.name) is there already")
            families.append(family)
        }
    }

    /// The Prometheus text format, version 0.0.4, in the order of the names.
    package var text: String {
        var text = MetricsText()
        for family in families.withLock({ $0 }).sorted(by: { $0.name < $1.name }) { text.append(family) }
        return text.text
    }
}

extension Metrics {
    /// A number that is asked for at each scrape, and may go up and down.
    package func gauge(_ name: StaticString, _ help: StaticString, read: @escaping @Sendable () -> MetricValue) {
        add(MetricFamily(.gauge, name, help) { [MetricSample(read())] })
    }

    /// A number that is asked for at each scrape, and only grows.
    package func counter(_ name: StaticString, _ help: StaticString, read: @escaping @Sendable () -> MetricValue) {
        add(MetricFamily(.counter, name, help) { [MetricSample(read())] })
    }

    package func histogram(_ name: StaticString, _ help: StaticString, _ histogram: Histogram) {
        add(MetricFamily(.histogram, name, help) { [MetricSample(.histogram(histogram.reading))] })
    }
}

/// Numbers of one meaning, told apart by labels.
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    let kind: Kind
    let name: String
    let help: String
    let read: @Sendable () -> [MetricSample]

    /// - Parameters:
    ///   - name: with the unit in plural, and `_total` for a counter.
    ///   - read: all samples have the same label names, with values from closed sets.
    package init(
        _ kind: Kind, _ name: StaticString, _ help: StaticString, read: @escaping @Sendable () -> [MetricSample]
    ) {
        self.kind = kind
        self.name = name.description
        self.help = help.description
        self.read = read
    }
}

/// One number of a family.
package struct MetricSample: Sendable {
    package typealias Labels = KeyValuePairs<String, String>

    let labels: Labels
    let value: MetricValue

    package init(_ value: MetricValue) {
        self.init([:], value)
    }

    package init(_ labels: Labels, _ value: MetricValue) {
        self.labels = labels
        self.value = value
    }
}

package enum MetricValue: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case histogram(HistogramReading)
}
