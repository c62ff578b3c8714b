/// Everything that can be set about serving HTTP.
package struct HTTPConfiguration: Sendable {
    package var listen: [ListenAddress]
    /// Threads, each with its own loop and its own listening socket.
    package var eventLoops = 1
    package var limits = HTTPLimits()
    package var timeouts = HTTPTimeouts()
    package var trustedProxies = TrustedProxies()

    package init(listen: [ListenAddress]) {
        self.listen = listen
    }
}

/// How much a peer may send or hold.
package struct HTTPLimits: Sendable {
    /// Bytes of request line and fields together.
    package var headerBytes = 16 * 1024
    package var fieldCount = 100
    /// Bytes of the request target.
    package var targetBytes = 8 * 1024
    /// Bytes of a request body after decoding.
    package var bodyBytes = 4 * 1024 * 1024
    /// Bytes of the bodies that one loop holds at once, beyond what each connection may hold anyway. A body of the
    /// greatest size is always served when there is no other.
    package var bodyBytesPerLoop = 64 * 1024 * 1024
    /// Bytes of a body that are not counted for that, as much as one read may bring: who fills the loop with large bodies
    /// keeps nobody from sending a form.
    package var uncountedBodyBytes = 64 * 1024
    /// Bytes of one chunk's size line with its extensions (RFC 9112 §7.1.1).
    package var chunkLineBytes = 256
    /// Bytes of all chunk extensions of a message.
    package var chunkExtensionBytes = 4 * 1024
    /// Bytes of the trailer section.
    package var trailerBytes = 4 * 1024
    package var connectionsPerLoop = 16 * 1024
    /// Connections of one IPv4 address or one IPv6 /64, on all loops together; trusted proxies are not counted.
    package var connectionsPerAddress = 1024
    /// Requests that are served from what one read brought before other connections get their turn.
    package var pipelinedRequests = 16

    package init() {}
}

/// How long the server waits for a peer.
package struct HTTPTimeouts: Sendable {
    /// Between two requests.
    package var idle = Duration.seconds(60)
    /// From the first byte of a request to the end of its fields; also for the TLS handshake.
    package var header = Duration.seconds(10)
    /// For the body, from the end of the fields.
    package var body = Duration.seconds(30)
    /// From the first byte of a request to the last of its response. A handler that takes longer is cancelled and its
    /// connection closed. For a streamed response it is the time for each piece.
    package var request = Duration.seconds(60)
    /// For running requests when the server stops.
    package var drain = Duration.seconds(10)
    /// For what a peer still sends after it was refused, so that it can read why.
    package var linger = Duration.seconds(2)

    package init() {}
}
