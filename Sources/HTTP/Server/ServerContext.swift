internal import Platform
internal import TLS

/// What the connections of a server share.
final class ServerContext: Sendable {
    let configuration: HTTPConfiguration
    let router: Router
    let tls: TLSContext?
    let log: Log
    let metrics: ServerMetrics
    let addresses: AddressCount
    let waits: Waits

    init(
        _ configuration: HTTPConfiguration, _ router: Router, tls: TLSContext?, log: Log, metrics: ServerMetrics
    ) {
        self.configuration = configuration
        self.router = router
        self.tls = tls
        self.log = log
        self.metrics = metrics
        addresses = AddressCount(limit: configuration.limits.connectionsPerAddress)
        waits = Waits(configuration.timeouts)
    }

    /// The time-outs in milliseconds.
    struct Waits: Sendable {
        let idle: UInt64
        let header: UInt64
        let body: UInt64
        let request: UInt64
        let linger: UInt64

        init(_ timeouts: HTTPTimeouts) {
            idle = UInt64(clamping: timeouts.idle.milliseconds)
            header = UInt64(clamping: timeouts.header.milliseconds)
            body = UInt64(clamping: timeouts.body.milliseconds)
            request = UInt64(clamping: timeouts.request.milliseconds)
            linger = UInt64(clamping: timeouts.linger.milliseconds)
        }
    }
}
