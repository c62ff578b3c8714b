package import Platform

/// How long the store takes, for metrics.
package struct DatabaseTimings: Sendable {
    /// From the call to the result.
    package let reads = Histogram(
        .seconds([
            0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5,
            1,
        ]))
    /// From the call to the durable commit, with the time in the queue.
    package let writes = Histogram(
        .seconds([0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]))
    /// How many writes shared one commit.
    package let groups = Histogram(.pieces([1, 2, 4, 8, 16, 32, 64, 128, 256]))
}
