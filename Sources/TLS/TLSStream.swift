internal import COpenSSL

/// How far a call on a stream came.
package enum TLSProgress: Sendable, Equatable {
    /// Done; the count of bytes for reading and writing. Reading zero bytes: the peer has ended the stream.
    case done(Int)
    /// To be repeated when the socket can be read, or written.
    case wantsRead
    case wantsWrite
    /// The stream is unusable.
    case failed
}

/// The server's side of one TLS connection, on a non-blocking socket that the caller owns. Used by one thread at a time.
@safe package final class TLSStream {
    private let session: OpaquePointer

    /// - Parameter descriptor: a connected socket that stays open as long as the stream lives. The process must ignore
    ///   SIGPIPE, since the library writes to it.
    package init(server context: TLSContext, descriptor: Int32) throws(TLSError) {
        ERR_clear_error()
        guard let session = unsafe SSL_new(context.handle.pointer) else { throw TLSError(.unavailable) }
        unsafe self.session = session
        guard unsafe SSL_set_fd(session, descriptor) == 1 else { throw TLSError(.unavailable) }
        unsafe SSL_set_accept_state(session)
    }

    deinit {
        unsafe SSL_free(session)
    }

    package func handshake() -> TLSProgress {
        ERR_clear_error()
        let result = unsafe SSL_do_handshake(session)
        return result == 1 ? .done(0) : progress(result)
    }

    package func read(into room: UnsafeMutableRawBufferPointer) -> TLSProgress {
        ERR_clear_error()
        var count = 0
        let result = unsafe SSL_read_ex(session, room.baseAddress, room.count, &count)
        return result == 1 ? .done(count) : progress(result)
    }

    /// Writes as much as the socket takes. A repeated call begins with the same bytes.
    package func write(_ bytes: Span<UInt8>) -> TLSProgress {
        ERR_clear_error()
        var count = 0
        let result = unsafe bytes.withUnsafeBytes { bytes in
            unsafe SSL_write_ex(session, bytes.baseAddress, bytes.count, &count)
        }
        return result == 1 ? .done(count) : progress(result)
    }

    /// Tells the peer that nothing follows (`close_notify`), if the socket takes it at once.
    package func close() {
        ERR_clear_error()
        // Before the handshake is complete this is an error of the caller.
        guard unsafe SSL_in_init(session) == 0 else { return }
        unsafe SSL_shutdown(session)
        ERR_clear_error()
    }

    private func progress(_ result: Int32) -> TLSProgress {
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .done(0)
        default:
            ERR_clear_error()
            return .failed
        }
    }
}
