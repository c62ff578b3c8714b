internal import CCurl
internal import Model
internal import Platform

/// Sends requests by HTTP. Connections are kept for the next request, among those of one gate.
package struct HTTPClient: Sendable {
    package struct Limits: Sendable {
        package var connect = Duration.seconds(10)
        /// With the time that a request waits for its turn.
        package var total = Duration.seconds(30)
        package var bodyBytes = 20 * 1024 * 1024
        /// How many redirects are followed. Each one passes the gate.
        package var redirects = 0

        package init() {}
    }

    private let lanes: Lanes
    private let gate: AddressGate
    private let certificates: String?
    private let limits: Limits

    /// - Parameters:
    ///   - connections: how many requests may be on the way at once: half of them to one server, a quarter on behalf of
    ///     one principal, and one in any case.
    ///   - certificates: a file of certificates that are trusted besides those of the system.
    package init(
        _ gate: AddressGate, connections: Int = 4, certificates: String? = nil, limits: Limits = Limits()
    ) {
        lanes = Lanes(count: connections)
        self.gate = gate
        self.certificates = certificates
        self.limits = limits
    }

    /// - Parameter handOver: asked right before the last byte of the body goes.
    /// - Returns: the answer. Any status is one.
    /// - Throws: `.busy` when its turn does not come in time; `.interrupted` without a connection when its deadline is over.
    package func send(
        _ request: WebRequest, handOver: HandOver = .always
    ) async throws(OutboundError) -> WebResponse {
        guard let url = AbsoluteURI(request.url), url.isWeb, !url.hasUserInfo, !url.host.isEmpty else {
            throw OutboundError(.invalid)
        }
        let gate = gate.forHost(url.host)
        guard gate.allowsHost(url.host) else { throw OutboundError(.denied) }
        var parties = [LaneParty.server(url.origin ?? url.host)]
        if let principal = request.principal { parties.append(.principal(principal)) }
        let (client, limit) = (self, min(request.longestAnswer ?? .max, limits.bodyBytes))
        let now = ContinuousClock.now
        let deadline = min(request.deadline ?? now + limits.total, now + limits.total)
        guard deadline > now else { throw OutboundError(.interrupted) }
        return try await lanes.run(for: parties, until: deadline) { (handle, abandonment) in
            let transfer = Transfer(
                request.body, limit: limit, gate: gate, handOver: handOver, abandonment: abandonment)
            do throws(OutboundError) {
                let time = ContinuousClock.now.duration(to: deadline)
                return .success(try client.perform(request, handle, transfer, gate, within: time))
            } catch {
                return .failure(error)
            }
        }
    }

    private func perform(
        _ request: WebRequest, _ handle: borrowing CurlHandle, _ transfer: Transfer, _ gate: AddressGate,
        within time: Duration
    ) throws(OutboundError) -> WebResponse {
        let fields = CurlList(try request.lines())
        handle.reset()
        try prepare(handle, request, gate, within: time)
        handle.set(CURLOPT_HTTPHEADER, fields)
        let code = handle.perform(transfer)
        if transfer.isTooLarge { throw OutboundError(.tooLarge, mayHaveArrived: true, reply: handle.replyCode()) }
        if transfer.isDenied, code != CURLE_OK { throw OutboundError(.denied, code: Int(code.rawValue)) }
        guard code == CURLE_OK else {
            throw OutboundError(.init(code), mayHaveArrived: transfer.isHandedOver, code: Int(code.rawValue))
        }
        return WebResponse(status: handle.replyCode(), body: transfer.received)
    }

    private func prepare(
        _ handle: borrowing CurlHandle, _ request: WebRequest, _ gate: AddressGate, within time: Duration
    ) throws(OutboundError) {
        try handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try handle.set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        // A proxy would make the connection, and its gate is not ours.
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_URL, request.url)
        try handle.set(CURLOPT_USERAGENT, "alcazar")
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_SSLVERSION, alcazar_curl_tls12)
        // To libcurl nothing is no limit.
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(min(limits.connect, time).milliseconds)))
        handle.set(CURLOPT_TIMEOUT_MS, max(1, Int(time.milliseconds)))
        if let certificates { try handle.set(CURLOPT_CAINFO, certificates) }
        // A host that was let through by its name may send nobody elsewhere.
        let followed = gate.isOpen ? 0 : limits.redirects
        handle.set(CURLOPT_FOLLOWLOCATION, followed > 0 ? 1 : 0)
        handle.set(CURLOPT_MAXREDIRS, followed)
        if let credentials = request.credentials {
            try handle.set(CURLOPT_USERNAME, credentials.user)
            try handle.set(CURLOPT_PASSWORD, credentials.password.exposed)
        }
        switch request.method {
        case .get: handle.set(CURLOPT_HTTPGET, 1)
        case .post:
            handle.set(CURLOPT_POST, 1)
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, size: request.body.count)
            // A kept connection may have ended meanwhile; then nobody knows whether the body was read.
            handle.set(CURLOPT_FRESH_CONNECT, 1)
        }
    }
}
