internal import COpenSSL

/// Why a certificate or a key cannot be used. The text is for the operator; it names files, never their content.
package struct TLSError: Error, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        case unreadableCertificate(path: String)
        case unreadableKey(path: String)
        /// The key belongs to another certificate.
        case mismatch
        /// The library refused to work, for want of memory for example.
        case unavailable
    }

    package let kind: Kind
    /// What the library said.
    package let reason: String

    /// Takes the reason from the library's error queue of this thread.
    init(_ kind: Kind) {
        self.kind = kind
        reason = Self.takeReason()
    }

    package var description: String {
        switch kind {
        case .unreadableCertificate(let path): "cannot use the certificate chain in \(path): \(reason)"
        case .unreadableKey(let path): "cannot use the private key in \(path): \(reason)"
        case .mismatch: "the private key does not belong to the certificate"
        case .unavailable: "TLS is not available: \(reason)"
        }
    }

    private static func takeReason() -> String {
        let code = ERR_get_error()
        ERR_clear_error()
        guard code != 0, let text = unsafe ERR_reason_error_string(code) else { return "no reason given" }
        return unsafe String(cString: text)
    }
}
