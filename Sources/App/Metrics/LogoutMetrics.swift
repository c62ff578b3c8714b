internal import Domain
internal import Model
internal import Platform

/// What becomes of the news that sessions have ended, under the names of the metrics.
enum LogoutMetrics {
    static func add(_ statistics: LogoutStatistics, to metrics: Metrics) {
        metrics.add(
            MetricFamily(
                .gauge, "alcazar_logout_notices",
                "Applications in the store that are to be told of an ended session, by state; seconds old."
            ) {
                LogoutNotice.State.allCases.map { state in
                    MetricSample(["state": state.rawValue], .integer(Int(statistics.count(of: state))))
                }
            })
        metrics.add(
            MetricFamily(
                .counter, "alcazar_logout_notice_attempts_total",
                "Attempts of this process to tell an application: delivered, failed and tried again, or given up."
            ) {
                LogoutStatistics.Outcome.allCases.map { outcome in
                    MetricSample(["outcome": outcome.rawValue], .integer(statistics.count(of: outcome)))
                }
            })
    }
}
