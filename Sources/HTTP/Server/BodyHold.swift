internal import Synchronization

/// What one connection holds of a body, from the moment when it arrives to the answer, as part of what its loop holds of
/// all bodies. Without a bound on the sum, the bodies of connections that are allowed each for itself could fill the
/// memory before any route is looked up.
///
/// Used on its loop's thread only, which alone changes the sum; the metrics read it. However the connection ends, its
/// part of the sum ends with it.
struct BodyHold: ~Copyable {
    private let metrics: LoopMetrics
    private let uncounted: Int
    private let limit: Int
    private var counted = 0

    init(_ limits: HTTPLimits, _ metrics: LoopMetrics) {
        self.metrics = metrics
        uncounted = limits.uncountedBodyBytes
        limit = max(limits.bodyBytesPerLoop, limits.bodyBytes)
    }

    /// Counts what is held now in place of what was held before. Returns `false`, and counts nothing, when that is more
    /// than the loop has room for.
    mutating func take(_ bytes: Int) -> Bool {
        let more = max(0, bytes - uncounted) - counted
        // Most bodies are small.
        guard more != 0 else { return true }
        guard metrics.bodyBytes.load(ordering: .relaxed) + more <= limit else { return false }
        add(more)
        return true
    }

    /// Nothing is held any longer.
    mutating func release() {
        if counted > 0 { add(-counted) }
    }

    deinit {
        if counted > 0 { metrics.bodyBytes.wrappingSubtract(counted, ordering: .relaxed) }
    }

    private mutating func add(_ more: Int) {
        counted += more
        metrics.bodyBytes.wrappingAdd(more, ordering: .relaxed)
    }
}
