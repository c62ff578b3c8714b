internal import Platform
internal import Storage

/// What the store counts, under the names of the metrics.
enum StoreMetrics {
    static func add(_ database: Database, to metrics: Metrics) {
        metrics.histogram(
            "alcazar_store_read_duration_seconds", "Reads of the store, from the call to the result.",
            database.timings.reads)
        metrics.histogram(
            "alcazar_store_write_duration_seconds", "Writes to the store, from the call to the durable commit.",
            database.timings.writes)
        metrics.histogram(
            "alcazar_store_commit_writes", "How many writes shared one commit.", database.timings.groups)
        metrics.counter("alcazar_store_commits_total", "Durable commits of the store.") {
            .integer(database.statistics.commits)
        }
        metrics.add(
            MetricFamily(.counter, "alcazar_store_writes_total", "Writes to the store by outcome.") {
                let store = database.statistics
                return [
                    MetricSample(["outcome": "committed"], .integer(store.committed)),
                    MetricSample(["outcome": "refused"], .integer(store.refused)),
                    MetricSample(["outcome": "failed"], .integer(store.failed)),
                ]
            })
        metrics.counter("alcazar_store_retries_total", "Writes that met a concurrent one and were run again.") {
            .integer(database.statistics.retries)
        }
        metrics.counter("alcazar_store_snapshots_total", "States of the embedded store that readers began to see.") {
            .integer(database.statistics.snapshots)
        }
        metrics.gauge("alcazar_store_waiting", "Transactions and queries that wait for the store.") {
            .integer(database.statistics.waiting)
        }
        metrics.gauge("alcazar_store_connections", "Connections to the store's server; 0 for the embedded store.") {
            .integer(database.statistics.connections)
        }
        metrics.gauge("alcazar_store_connections_in_use", "Connections to the store's server that are at work.") {
            .integer(database.statistics.connectionsInUse)
        }
    }
}
