internal import HTTP
internal import Platform
internal import Storage

/// What operators and their tools ask: is the process alive, can it serve, what has it done. They need no credentials;
/// keeping strangers away from `/debug/` is the proxy's matter.
struct OperationsEndpoints: Sendable {
    let database: Database
    let metrics: Metrics

    var routes: [Route] {
        [
            Route(.get, "/debug/healthz", "healthz") { _ in .text(.ok, "ok\n").withoutStoring },
            Route(.get, "/debug/ready", "ready") { _ in await ready().withoutStoring },
            Route(.get, "/debug/metrics", "metrics") { _ in
                HTTPResponse(
                    .ok, fields: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                    body: .bytes(Array(metrics.text.utf8))
                ).withoutStoring
            },
        ]
    }

    /// 200 when the store answers and its schema is the one that this program knows.
    private func ready() async -> HTTPResponse {
        switch await database.readiness() {
        case .ready: .text(.ok, "ok\n")
        case .noAnswer: .text(.serviceUnavailable, "the store does not answer\n")
        case .schemaIsOlder: .text(.serviceUnavailable, "the store's schema is older than this program's\n")
        case .schemaIsNewer: .text(.serviceUnavailable, "the store's schema is newer than this program's\n")
        }
    }
}

extension HTTPResponse {
    /// An answer about this moment.
    fileprivate var withoutStoring: HTTPResponse { with("Cache-Control", "no-store") }
}
