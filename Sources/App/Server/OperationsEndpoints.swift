internal import HTTP
internal import Model
internal import Platform
internal import Storage

/// What operators and their tools ask: is the process alive, can it serve, what has it done.
struct OperationsEndpoints: Sendable {
    let database: Database
    let metrics: Metrics

    var routes: [Route] {
        [
            Route(.get, "/debug/healthz", "healthz") { _ in .text(.ok, "ok\n") },
            Route(.get, "/debug/ready", "ready") { _ in await ready() },
            Route(.get, "/debug/metrics", "metrics") { _ in
                HTTPResponse(
                    .ok, fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                    body: .bytes(Array(text.utf8)))
            },
        ]
    }

    /// 200 when the store answers and its schema is the one that this program knows.
    private func ready() async -> HTTPResponse {
        await database.isReady() ? .text(.ok, "ok\n") : .text(.serviceUnavailable, "the store does not answer\n")
    }

    private var text: String {
        let store = database.statistics
        return metrics.text + """
            # HELP alcazar_store_commits_total Durable commits of the store.
            # TYPE alcazar_store_commits_total counter
            alcazar_store_commits_total \(store.commits)
            # HELP alcazar_store_writes_total Write transactions by outcome.
            # TYPE alcazar_store_writes_total counter
            alcazar_store_writes_total{outcome="committed"} \(store.committed)
            alcazar_store_writes_total{outcome="refused"} \(store.refused)
            alcazar_store_writes_total{outcome="failed"} \(store.failed)
            # HELP alcazar_store_writes_waiting Write transactions that wait now.
            # TYPE alcazar_store_writes_waiting gauge
            alcazar_store_writes_waiting \(store.waiting)

            """
    }
}
