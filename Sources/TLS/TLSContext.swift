internal import COpenSSL
internal import Synchronization

/// What all TLS connections of a server share: certificate chain, private key and policy.
///
/// TLS 1.2 with ECDHE and AEAD, and TLS 1.3; no compression, no renegotiation (RFC 9325). This module knows nothing of
/// sockets beyond their descriptor, and nothing of HTTP beyond its protocol name.
package final class TLSContext: Sendable {
    private let certificateChain: String
    private let privateKey: String
    private let current: Mutex<ContextHandle>

    /// - Parameters:
    ///   - certificateChain: path of a PEM file, the server's certificate first.
    ///   - privateKey: path of a PEM file with an unencrypted key.
    package init(certificateChain: String, privateKey: String) throws(TLSError) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        current = Mutex(try ContextHandle(certificateChain: certificateChain, privateKey: privateKey))
    }

    /// Reads both files again. Connections that begin from now on use them; on an error nothing has changed.
    package func reload() throws(TLSError) {
        let fresh = try ContextHandle(certificateChain: certificateChain, privateKey: privateKey)
        current.withLock { $0 = fresh }
    }

    var handle: ContextHandle {
        current.withLock { $0 }
    }
}

/// Owns an `SSL_CTX`.
///
/// Safety of `@unchecked Sendable`: it is configured before it is shared, and from then on only used to make
/// connections, which the library allows from any thread.
@safe final class ContextHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(certificateChain: String, privateKey: String) throws(TLSError) {
        ERR_clear_error()
        guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { throw TLSError(.unavailable) }
        unsafe pointer = context
        try setPolicy()
        guard unsafe SSL_CTX_use_certificate_chain_file(context, certificateChain) == 1 else {
            throw TLSError(.unreadableCertificate(path: certificateChain))
        }
        // Without this the library would ask for a passphrase on the terminal.
        unsafe SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
        guard unsafe SSL_CTX_use_PrivateKey_file(context, privateKey, SSL_FILETYPE_PEM) == 1 else {
            let error = ERR_peek_error()
            let isMismatch = error & 0x7F_FFFF == UInt(X509_R_KEY_VALUES_MISMATCH)
            throw TLSError(isMismatch ? .mismatch : .unreadableKey(path: privateKey))
        }
        guard unsafe SSL_CTX_check_private_key(context) == 1 else { throw TLSError(.mismatch) }
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
    }

    private func setPolicy() throws(TLSError) {
        unsafe SSL_CTX_set_options(pointer, Policy.options)
        unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_MODE, Policy.modes, nil)
        unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_SET_READ_AHEAD, 1, nil)
        guard unsafe SSL_CTX_ctrl(pointer, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil) == 1,
            unsafe SSL_CTX_set_cipher_list(pointer, Policy.ciphers) == 1
        else { throw TLSError(.unavailable) }
        unsafe SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, nil)
    }
}

private enum Policy {
    /// `SSL_OP_NO_COMPRESSION`, `SSL_OP_CIPHER_SERVER_PREFERENCE` and `SSL_OP_NO_RENEGOTIATION`, whose macros Swift
    /// cannot see.
    static let options: UInt64 = 1 << 17 | 1 << 22 | 1 << 30
    /// Idle connections give their buffers back.
    static let modes = Int(
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | UInt32(SSL_MODE_RELEASE_BUFFERS))
    static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"
}

/// Chooses `http/1.1` (RFC 7301 §3.2). A client that offers protocols without it gets the alert that says so.
private func selectProtocol(
    _: OpaquePointer?, _ selected: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ selectedLength: UnsafeMutablePointer<UInt8>?, _ offered: UnsafePointer<UInt8>?, _ length: UInt32,
    _: UnsafeMutableRawPointer?
) -> Int32 {
    guard let offered = unsafe offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    let wanted = Array("http/1.1".utf8)
    let list = unsafe UnsafeBufferPointer(start: offered, count: Int(length))
    var index = 0
    while index < list.count {
        let size = Int(unsafe list[index])
        guard index + 1 + size <= list.count else { break }
        let name = unsafe UnsafeBufferPointer(rebasing: list[index + 1..<index + 1 + size])
        if unsafe name.elementsEqual(wanted) {
            unsafe selected?.pointee = name.baseAddress
            unsafe selectedLength?.pointee = UInt8(size)
            return SSL_TLSEXT_ERR_OK
        }
        index += 1 + size
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL
}
