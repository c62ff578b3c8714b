internal import Platform
internal import Synchronization

/// What a server counts. Each loop has numbers of its own, so that the processors do not pass cache lines around; they
/// are added up when somebody asks.
final class ServerMetrics: Sendable {
    let loops: [LoopMetrics]
    /// What the first label of a request's numbers can be; several routes may share a name.
    private let names: [String]
    private let seriesOfRoute: [Int]
    private let seriesOfOptions: Int
    private let seriesOfMissing: Int
    /// Of messages that are no requests.
    let seriesOfRefused: Int

    init(_ router: Router, loops count: Int) {
        var names: [String] = []
        var indices: [String: Int] = [:]
        func series(_ name: String) -> Int {
            if let index = indices[name] { return index }
            names.append(name)
            indices[name] = names.count - 1
            return names.count - 1
        }
        seriesOfRoute = router.routes.map { series($0.name) }
        seriesOfOptions = series(router.name(of: .options))
        seriesOfMissing = series(router.name(of: .missing))
        seriesOfRefused = series("refused")
        let routes = names.count
        loops = (0..<count).map { _ in LoopMetrics(routes: routes) }
        self.names = names
    }

    func series(of match: Router.Match) -> Int {
        switch match {
        case .route(let index): seriesOfRoute[index]
        case .options: seriesOfOptions
        case .missing: seriesOfMissing
        }
    }
}

extension ServerMetrics {
    func add(to metrics: Metrics) {
        metrics.add(
            MetricFamily(
                .histogram, "alcazar_http_request_duration_seconds",
                "From the last byte of a request to the first bytes of its response, by route and status."
            ) { self.requests })
        metrics.gauge("alcazar_http_requests_in_flight", "Requests that are being answered.") {
            .integer(self.sum { $0.inFlight.value })
        }
        metrics.gauge("alcazar_http_connections", "Open connections.") {
            .integer(self.sum { $0.connections.value })
        }
        metrics.gauge("alcazar_http_body_bytes", "Bytes of large bodies that are being received or answered.") {
            .integer(self.sum { $0.bodyBytes.load(ordering: .relaxed) })
        }
        metrics.counter("alcazar_http_connections_accepted_total", "Connections that were served.") {
            .integer(self.sum { $0.accepted.value })
        }
        metrics.counter("alcazar_http_connections_refused_total", "Connections over a limit.") {
            .integer(self.sum { $0.refused.value })
        }
        metrics.add(
            MetricFamily(
                .histogram, "alcazar_event_loop_turn_duration_seconds",
                "How long a loop worked before it looked at its sockets again: the longest that one of them waited."
            ) {
                self.loops.enumerated().map {
                    MetricSample(["loop": "\($0.offset)"], .histogram($0.element.turns.reading))
                }
            })
    }

    private func sum(_ value: (LoopMetrics) -> Int) -> Int {
        loops.reduce(0) { $0 + value($1) }
    }

    private var requests: [MetricSample] {
        names.indices.flatMap { series in
            StatusSlot.all.compactMap { status in
                let readings = loops.compactMap { $0.durations(series, status)?.reading }.filter { !$0.isEmpty }
                guard var total = readings.first else { return nil }
                for reading in readings.dropFirst() { total.add(reading) }
                return MetricSample(["route": names[series], "status": status.label], .histogram(total))
            }
        }
    }
}

/// The numbers of one loop, which alone writes them.
final class LoopMetrics: Sendable {
    private static let requestScale = HistogramScale.seconds([
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])
    private static let turnScale = HistogramScale.seconds([
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
    ])

    let inFlight = Gauge()
    let connections = Gauge()
    let accepted = Counter()
    let refused = Counter()
    /// What the loop holds of bodies: see ``BodyHold``.
    let bodyBytes = Atomic<Int>(0)
    let turns = Histogram(turnScale)
    private let routes: [RouteMetrics]

    init(routes count: Int) {
        routes = (0..<count).map { _ in RouteMetrics(Self.requestScale) }
    }

    /// Counts one answered request.
    func count(_ series: Int, _ status: HTTPStatus, nanoseconds: Int) {
        let slot = StatusSlot(status)
        routes[series].durationsToObserve(slot, Self.requestScale).observe(nanoseconds)
    }

    func durations(_ series: Int, _ status: StatusSlot) -> Histogram? {
        routes[series].durations(status)
    }
}

/// The durations of a route by status. What is usual is there from the start; for any other status a histogram is made
/// when it first occurs.
private final class RouteMetrics: Sendable {
    private let ok: Histogram
    private let others = InlineArray<40, AtomicLazyReference<Histogram>> { _ in AtomicLazyReference() }

    init(_ scale: HistogramScale) {
        ok = Histogram(scale)
    }

    func durations(_ status: StatusSlot) -> Histogram? {
        status == .ok ? ok : others[status.index].load()
    }

    func durationsToObserve(_ status: StatusSlot, _ scale: HistogramScale) -> Histogram {
        durations(status) ?? others[status.index].storeIfNil(Histogram(scale))
    }
}

/// The place of a status among those that have a phrase. All others share the first place.
struct StatusSlot: Equatable {
    private static let codes: [Int] = {
        let codes = (100...599).filter { !HTTPStatus($0).phrase.isEmpty }
        precondition(codes.count < 40, "a route has room for all statuses")
        return codes
    }()
    private static let indices: [UInt8] = {
        var indices = [UInt8](repeating: 0, count: 600)
        for (offset, code) in codes.enumerated() { indices[code] = UInt8(offset + 1) }
        return indices
    }()

    static let ok = StatusSlot(.ok)
    static let all = (0...codes.count).map { StatusSlot(index: $0) }

    let index: Int

    private init(index: Int) {
        self.index = index
    }

    init(_ status: HTTPStatus) {
        index = Int(Self.indices[status.code])
    }

    var label: String { index == 0 ? "other" : "\(Self.codes[index - 1])" }
}
