internal import CCurl
internal import Platform

/// Sends mail by SMTP (RFC 5321). Connections are kept for the next mail.
package struct SMTPClient: Sendable {
    private static let connectMilliseconds = 10_000
    private static let totalMilliseconds = 60_000
    /// What a server says is not looked at.
    private static let answerLimit = 1_000_000

    private let lanes: Lanes
    private let certificates: String?

    /// - Parameters:
    ///   - connections: how many mails may be on the way at once.
    ///   - certificates: a file of certificates that are trusted besides those of the system.
    package init(connections: Int = 4, certificates: String? = nil) {
        lanes = Lanes(count: connections)
        self.certificates = certificates
    }

    /// Returns when the server has taken the mail over.
    /// - Parameter handOver: asked right before the last byte goes.
    package func send(
        _ mail: MailMessage, through server: SMTPServer, handOver: HandOver = .always
    ) async throws(OutboundError) {
        let certificates = certificates
        try await lanes.run { (handle, abandonment) in
            let ways: [SMTPServer.Security] = server.security == .either ? [.implicit, .startTLS] : [server.security]
            var result: Result<Void, OutboundError> = .success(())
            for way in ways {
                let transfer = Transfer(
                    mail.bytes, limit: Self.answerLimit, gate: .open, handOver: handOver, abandonment: abandonment)
                do throws(OutboundError) {
                    handle.reset()
                    try Self.prepare(handle, server, way, certificates: certificates)
                    try Self.send(mail, by: handle, transfer)
                    return .success(())
                } catch {
                    result = .failure(error)
                    // A server that does not begin with TLS may want to be asked for it; nothing else is tried again.
                    guard error.code == Int(CURLE_SSL_CONNECT_ERROR.rawValue) else { return result }
                }
            }
            return result
        }
    }

    private static func prepare(
        _ handle: borrowing CurlHandle, _ server: SMTPServer, _ security: SMTPServer.Security, certificates: String?
    ) throws(OutboundError) {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        let scheme = security == .implicit ? "smtps" : "smtp"
        try handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try handle.set(CURLOPT_PROXY, "")
        // Behind the slash stands the name that this side gives itself.
        try handle.set(CURLOPT_URL, "\(scheme)://\(host):\(server.port)/alcazar")
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_USE_SSL, security == .none ? alcazar_curl_ssl_none : alcazar_curl_ssl_all)
        handle.set(CURLOPT_SSLVERSION, alcazar_curl_tls12)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds)
        handle.set(CURLOPT_TIMEOUT_MS, totalMilliseconds)
        if let certificates { try handle.set(CURLOPT_CAINFO, certificates) }
        guard !server.user.isEmpty else { return }
        try handle.set(CURLOPT_USERNAME, server.user)
        try handle.set(CURLOPT_PASSWORD, server.password.exposed)
        try handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
        handle.set(CURLOPT_SASL_IR, 1)
    }

    private static func send(
        _ mail: MailMessage, by handle: borrowing CurlHandle, _ transfer: Transfer
    ) throws(OutboundError) {
        let receivers = CurlList(["<\(mail.receiver.rawValue)>"])
        try handle.set(CURLOPT_MAIL_FROM, "<\(mail.sender.rawValue)>")
        handle.set(CURLOPT_MAIL_RCPT, receivers)
        handle.set(CURLOPT_UPLOAD, 1)
        let code = handle.perform(transfer)
        guard code != CURLE_OK else { return }
        throw failure(code, reply: handle.replyCode(), isHandedOver: transfer.isHandedOver)
    }

    /// What happened, by the number of the failure, the last reply of the server, and whether the mail was complete then.
    private static func failure(_ code: CURLcode, reply: Int, isHandedOver: Bool) -> OutboundError {
        let known = reply == 0 ? nil : reply
        let number = Int(code.rawValue)
        let kind = OutboundError.Kind(code)
        // The credentials are the operator's matter, and so is TLS: whatever the reply, the mail can be sent later.
        if kind == .notAuthenticated || kind == .insecure || kind == .abandoned {
            return OutboundError(kind, mayHaveArrived: isHandedOver, reply: known, code: number)
        }
        switch reply {
        case 400...499: return OutboundError(.refusedForNow, reply: known, code: number)
        case 500...599: return OutboundError(.refused, reply: known, code: number)
        default: return OutboundError(kind, mayHaveArrived: isHandedOver, reply: known, code: number)
        }
    }
}
