/// The content of a response.
package enum HTTPBody: Sendable {
    case bytes([UInt8])
    /// Content of unknown length, written while it is made; sent in chunks (RFC 9112 §7.1).
    case stream(@Sendable (HTTPBodyWriter) async throws(HTTPBodyWriter.Closed) -> Void)
}

/// Where a streamed body goes. A write returns when the bytes are on their way, so a slow reader slows the writer down.
package struct HTTPBodyWriter: Sendable {
    /// The reader is gone: there is nobody to write for.
    package struct Closed: Error {
        package init() {}
    }

    private let send: @Sendable ([UInt8]) async throws(Closed) -> Void

    package init(_ send: @escaping @Sendable ([UInt8]) async throws(Closed) -> Void) {
        self.send = send
    }

    package func write(_ bytes: [UInt8]) async throws(Closed) {
        try await send(bytes)
    }

    package func write(_ text: String) async throws(Closed) {
        try await send(Array(text.utf8))
    }
}
