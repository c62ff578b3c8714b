internal import Domain
internal import Model
internal import Platform

/// What becomes of messages to people, under the names of the metrics.
enum MessageMetrics {
    static func add(_ statistics: MessageStatistics, to metrics: Metrics) {
        metrics.add(
            MetricFamily(
                .gauge, "alcazar_messages", "Messages to people in the store, by channel and state; seconds old."
            ) {
                MessageChannel.allCases.flatMap { channel in
                    Message.State.allCases.map { state in
                        MetricSample(
                            ["channel": channel.rawValue, "state": state.rawValue],
                            .integer(Int(statistics.count(of: state, channel))))
                    }
                }
            })
        metrics.add(
            MetricFamily(
                .counter, "alcazar_message_attempts_total",
                "Attempts of this process to send a message: sent, failed and tried again, or given up."
            ) {
                MessageChannel.allCases.flatMap { channel in
                    MessageStatistics.Outcome.allCases.map { outcome in
                        MetricSample(
                            ["channel": channel.rawValue, "outcome": outcome.rawValue],
                            .integer(statistics.count(of: outcome, channel)))
                    }
                }
            })
    }
}
