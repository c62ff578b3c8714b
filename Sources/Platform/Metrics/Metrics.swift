internal import Synchronization

/// Counts what the service did. The labels come from closed sets of ours, never from input.
package final class Metrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let status: Int
    }

    private struct Line {
        var count = 0
        var seconds = 0.0
        /// Requests at most as long as the bound of the same index.
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count)
    }

    /// Upper bounds of the latency histogram in seconds.
    private static let bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let requests = Mutex<[Key: Line]>([:])

    package init() {}

    /// Counts one answered request.
    /// - Parameter route: the name of the matched route.
    package func countRequest(route: String, status: Int, duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        requests.withLock { requests in
            var line = requests[Key(route: route, status: status)] ?? Line()
            line.count += 1
            line.seconds += seconds
            for (index, bound) in Self.bounds.enumerated() where seconds <= bound { line.buckets[index] += 1 }
            requests[Key(route: route, status: status)] = line
        }
    }

    /// The Prometheus text format, version 0.0.4.
    package var text: String {
        let lines = requests.withLock { $0 }.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        var text = """
            # HELP alcazar_http_request_duration_seconds Requests by route and status.
            # TYPE alcazar_http_request_duration_seconds histogram

            """
        for (key, line) in lines {
            let labels = "route=\"\(key.route)\",status=\"\(key.status)\""
            for (bound, count) in zip(Self.bounds, line.buckets) {
                text += "alcazar_http_request_duration_seconds_bucket{\(labels),le=\"\(bound)\"} \(count)\n"
            }
            text += "alcazar_http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(line.count)\n"
            text += "alcazar_http_request_duration_seconds_sum{\(labels)} \(line.seconds)\n"
            text += "alcazar_http_request_duration_seconds_count{\(labels)} \(line.count)\n"
        }
        return text
    }
}
