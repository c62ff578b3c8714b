/// Crypto owns every cryptographic operation: random bytes, digests, authentication codes, key derivation, sealing,
/// signatures and password hashes, all done by OpenSSL, libargon2 and libcrypt.
///
/// It knows no token, no wire format beyond the encodings of keys, and no storage. Nothing above it sees a C type.
internal import COpenSSL

/// Why a cryptographic operation was refused. No case carries key material, a plaintext or a password.
package enum CryptoError: Error, Sendable, Hashable {
    /// The bytes are not the encoding of a key that was asked for.
    case malformedKey
    /// The key is well-formed, but its kind, curve or size is not accepted.
    case unsupportedKey
    /// The values contradict each other or the rules of their kind, such as a point that is not on its curve.
    case invalidKey
    /// The bytes are not one X.509 certificate, or it contradicts itself.
    case malformedCertificate
    /// The key cannot be used with the signature scheme.
    case schemeMismatch
    /// A secret key, nonce or output length that the algorithm does not have.
    case invalidLength
    /// The text names no algorithm of passwords that is known here.
    case unsupportedPasswordHash
    /// The text names an algorithm of passwords, but the rest of it is not of that algorithm's form.
    case malformedPasswordHash
    /// The cost parameters lie outside what this service is willing to spend.
    case passwordCostOutOfBounds
    /// The library failed where its input was valid: out of memory, or an installation without the algorithm.
    case library(operation: String, reason: String)
}

extension CryptoError {
    /// The fault that OpenSSL reported last on this thread.
    ///
    /// Empties the thread's error queue, which the TLS functions on the same thread read as well.
    static func openSSL(_ operation: StaticString) -> CryptoError {
        var text = [CChar](repeating: 0, count: 256)
        unsafe ERR_error_string_n(ERR_peek_last_error(), &text, text.count)
        ERR_clear_error()
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return .library(operation: operation.description, reason: reason)
    }

    /// `error`, after what OpenSSL has to say about it was dropped: bad input is no fault of the library.
    static func discardingQueue(_ error: CryptoError) -> CryptoError {
        ERR_clear_error()
        return error
    }
}
