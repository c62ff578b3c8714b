internal import CLinux
internal import Glibc
internal import Platform
internal import TLS

/// A server's part on one loop: turns accepted sockets into connections.
///
/// Safety of `@unchecked Sendable`: used on its loop's thread only.
final class Worker: @unchecked Sendable {
    let loop: EventLoop
    let context: ServerContext
    let metrics: LoopMetrics
    var date = HTTPDate()
    var requestIDs = RequestIDs()
    /// Where small responses are put together; empty between two of them.
    var output: [UInt8] = []

    init(_ loop: EventLoop, _ context: ServerContext, _ metrics: LoopMetrics) {
        self.loop = loop
        self.context = context
        self.metrics = metrics
    }

    func accept(_ descriptor: Int32, _ peer: IPAddress?) {
        let isTrusted = context.configuration.trustedProxies.contains(peer)
        guard loop.channelCount < context.configuration.limits.connectionsPerLoop else {
            return turnAway(descriptor)
        }
        if let peer, !isTrusted, !context.addresses.enter(peer) { return turnAway(descriptor) }
        let counted = isTrusted ? nil : peer
        let channel = Channel(descriptor, on: loop)
        do throws(TLSError) {
            if let tls = context.tls, peer != nil { channel.tls = try TLSStream(server: tls, descriptor: descriptor) }
        } catch {
            context.log.error("a TLS connection could not be made", ["reason": .string(error.description)])
            return abandon(descriptor, counted)
        }
        do throws(SystemError) {
            try loop.add(channel)
        } catch {
            context.log.error("a connection could not be watched", ["reason": .string(error.description)])
            return abandon(descriptor, counted)
        }
        metrics.accepted.increment()
        metrics.connections.increment()
        channel.task = Task(executorPreference: loop) {
            var connection = HTTPConnection(channel, self, ClientPeer(peer, isTrusted: isTrusted))
            await connection.run()
            self.metrics.connections.decrement()
            if let counted { self.context.addresses.leave(counted) }
        }
    }

    private func abandon(_ descriptor: Int32, _ counted: IPAddress?) {
        close(descriptor)
        if let counted { context.addresses.leave(counted) }
    }

    /// Says in one write why the connection is not served. A TLS peer could not read it and is told nothing.
    private func turnAway(_ descriptor: Int32) {
        metrics.refused.increment()
        if context.tls == nil {
            let bytes = Self.overloaded
            _ = unsafe bytes.span.withUnsafeBytes {
                unsafe send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            shutdown(descriptor, Int32(SHUT_WR))
            // Unread input would make the kernel reset the connection, and with it the answer.
            _ = unsafe recv(descriptor, loop.scratch.baseAddress, loop.scratch.count, 0)
        }
        close(descriptor)
    }

    private static let overloaded = Array(
        """
        HTTP/1.1 503 Service Unavailable\r
        Content-Length: 0\r
        Retry-After: 1\r
        Connection: close\r
        \r

        """.utf8)
}

/// Who is at the other end of a connection.
struct ClientPeer {
    let address: String
    /// Whether forwarded fields are read.
    let isTrusted: Bool

    init(_ address: IPAddress?, isTrusted: Bool) {
        self.address = address?.description ?? "unix"
        self.isTrusted = isTrusted
    }
}
