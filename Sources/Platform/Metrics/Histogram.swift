internal import Synchronization

/// How long things took, or how large they were: a count for each range. To observe costs two atomic additions and no
/// lock, so that a reading taken meanwhile may have counted something that its sum does not have yet.
package final class Histogram: Sendable {
    /// Room for the bounds and for what lies above the last of them.
    private static let room = 20

    private let scale: HistogramScale
    private let buckets = InlineArray<20, Atomic<Int>> { _ in Atomic(0) }
    private let sum = Atomic<Int>(0)

    package init(_ scale: HistogramScale) {
        precondition(scale.limits.count < Self.room, "a histogram has fewer bounds")
        self.scale = scale
    }

    /// - Parameter value: in the unit of the scale: nanoseconds, or pieces.
    package func observe(_ value: Int) {
        var index = 0
        while index < scale.limits.count, value > scale.limits[index] { index += 1 }
        buckets[index].wrappingAdd(1, ordering: .relaxed)
        sum.wrappingAdd(value, ordering: .relaxed)
    }

    package var reading: HistogramReading {
        HistogramReading(
            scale, counts: (0...scale.limits.count).map { buckets[$0].load(ordering: .relaxed) },
            sum: sum.load(ordering: .relaxed))
    }
}

/// The ranges of a histogram.
package struct HistogramScale: Sendable, Equatable {
    /// Greatest value of each range but the last, ascending.
    let limits: [Int]
    /// What one of the exposed units is worth.
    let unit: Double

    /// Durations. They are observed in nanoseconds and exposed in seconds.
    package static func seconds(_ limits: [Double]) -> HistogramScale {
        HistogramScale(limits: limits.map { Int(($0 * 1e9).rounded()) }, unit: 1e9)
    }

    package static func pieces(_ limits: [Int]) -> HistogramScale {
        HistogramScale(limits: limits, unit: 1)
    }
}

/// What a histogram held at one moment.
package struct HistogramReading: Sendable, Equatable {
    let scale: HistogramScale
    /// For each range what lies in it, and in no other.
    private(set) var counts: [Int]
    private(set) var sum: Int

    init(_ scale: HistogramScale, counts: [Int], sum: Int) {
        self.scale = scale
        self.counts = counts
        self.sum = sum
    }

    /// Whether nothing was observed.
    package var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    /// Adds what another histogram of the same scale holds.
    package mutating func add(_ other: HistogramReading) {
        precondition(scale == other.scale, "only histograms of one scale can be added")
        for index in counts.indices { counts[index] += other.counts[index] }
        sum += other.sum
    }
}
