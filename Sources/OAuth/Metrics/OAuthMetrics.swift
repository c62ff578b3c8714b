internal import Platform

/// What the endpoints count beside requests. Every label value is a word of the program: a grant type that it has, an
/// error code that it knows, the name of a route.
struct OAuthMetrics: Sendable {
    let introspections = IntrospectionCounters()
    private let grants: [String: GrantCounters]
    /// Of requests whose grant type is missing or none of ours.
    let otherGrants = GrantCounters()
    private let clientFailures: [String: Counter]

    /// - Parameters:
    ///   - grantTypes: all that the token endpoint has.
    ///   - clientRoutes: the names of the routes that authenticate clients.
    init(grantTypes: [String], clientRoutes: [String]) {
        grants = Dictionary(uniqueKeysWithValues: grantTypes.map { ($0, GrantCounters()) })
        clientFailures = Dictionary(uniqueKeysWithValues: clientRoutes.map { ($0, Counter()) })
    }

    func grant(_ type: String) -> GrantCounters {
        grants[type] ?? otherGrants
    }

    func clientFailed(at route: String) {
        clientFailures[route]?.increment()
    }

    func add(to metrics: Metrics) {
        let grants = grants.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + [("other", otherGrants)]
        metrics.add(
            MetricFamily(.counter, "alcazar_token_requests_total", "Token requests by grant type and outcome.") {
                grants.flatMap { type, counters in
                    counters.outcomes.map {
                        MetricSample(["grant_type": type, "outcome": $0.name], .integer($0.counter.value))
                    }
                }
            })
        let introspections = introspections
        metrics.add(
            MetricFamily(.counter, "alcazar_introspections_total", "Introspections by outcome.") {
                introspections.outcomes.map { MetricSample(["outcome": $0.name], .integer($0.counter.value)) }
            })
        let failures = clientFailures.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        metrics.add(
            MetricFamily(
                .counter, "alcazar_client_authentication_failures_total",
                "Clients that did not prove who they are, by route."
            ) {
                failures.map { MetricSample(["route": $0], .integer($1.value)) }
            })
    }
}

/// What became of the requests for one grant type.
struct GrantCounters: Sendable {
    let issued = Counter()
    private let refused = Dictionary(uniqueKeysWithValues: OAuthError.Code.allCases.map { ($0, Counter()) })

    func refused(_ error: OAuthError) {
        refused[error.code]?.increment()
    }

    fileprivate var outcomes: [(name: String, counter: Counter)] {
        [("issued", issued)] + OAuthError.Code.allCases.compactMap { code in refused[code].map { (code.rawValue, $0) } }
    }
}

struct IntrospectionCounters: Sendable {
    let active = Counter()
    let inactive = Counter()
    private let refused = Counter()
    private let failed = Counter()

    /// Refused is what the caller has done wrong; failed is what we have.
    func refused(_ error: OAuthError) {
        (error.isFaultOfOurs ? failed : refused).increment()
    }

    fileprivate var outcomes: [(name: String, counter: Counter)] {
        [("active", active), ("inactive", inactive), ("refused", refused), ("failed", failed)]
    }
}
