internal import COpenSSL

/// HMAC-SHA-256 (RFC 2104, FIPS 198-1).
package enum HMACSHA256 {
    package static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        HMACTemplate.sha256.code(for: message, key: key)
    }

    /// Compares in constant time.
    package static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        ConstantTime.equal(code, self.code(for: message, key: key))
    }
}

/// HMAC-SHA-512, which RFC 6238 §1.2 allows for one-time passwords.
package enum HMACSHA512 {
    package static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        HMACTemplate.sha512.code(for: message, key: key)
    }
}

/// HMAC-SHA-1, for one-time passwords only (RFC 4226 §5.2): authenticator applications know no other.
package enum HMACSHA1 {
    package static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        HMACTemplate.sha1.code(for: message, key: key)
    }
}

/// HMAC-SHA-256 under one key, which is prepared once.
///
/// Sendable, because the context is only ever copied, which OpenSSL declares to be a reading operation.
@safe final class KeyedHMAC: @unchecked Sendable {
    private let context: OpaquePointer

    /// - Parameter key: at least one byte.
    init(_ key: UnsafeRawBufferPointer) {
        guard let start = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress else {
            preconditionFailure("a key has bytes")
        }
        unsafe context = HMACTemplate.sha256.copy()
        let status = unsafe EVP_MAC_init(context, start, key.count, nil)
        precondition(status == 1, "OpenSSL could not prepare an HMAC")
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    /// - Parameter code: 32 bytes.
    func code(for message: UnsafeBufferPointer<UInt8>, into code: UnsafeMutableBufferPointer<UInt8>) {
        guard let copy = unsafe EVP_MAC_CTX_dup(context) else { preconditionFailure("out of memory") }
        defer { unsafe EVP_MAC_CTX_free(copy) }
        var written = 0
        guard unsafe EVP_MAC_update(copy, message.baseAddress, message.count) == 1,
            unsafe EVP_MAC_final(copy, code.baseAddress, &written, code.count) == 1, written == code.count
        else { preconditionFailure("OpenSSL could not compute an HMAC") }
    }
}

/// An HMAC context with its digest chosen and no key yet. Each code is computed by a copy.
///
/// Sendable, because the template is only ever copied, which OpenSSL declares to be a reading operation.
@safe struct HMACTemplate: @unchecked Sendable {
    private let context: OpaquePointer
    private let count: Int

    static let sha1 = HMACTemplate(.sha1)
    static let sha256 = HMACTemplate(.sha256)
    static let sha512 = HMACTemplate(.sha512)

    private init(_ digest: DigestAlgorithm) {
        let parameters = unsafe [Parameter.text("digest", digest.name), Parameter.end]
        guard let algorithm = unsafe EVP_MAC_fetch(nil, "HMAC", nil),
            let context = unsafe EVP_MAC_CTX_new(algorithm),
            unsafe EVP_MAC_CTX_set_params(context, parameters) == 1
        else { preconditionFailure("OpenSSL lacks HMAC") }
        unsafe self.context = context
        count = digest.count
    }

    /// A context of its own, for the caller to free.
    func copy() -> OpaquePointer {
        guard let copy = unsafe EVP_MAC_CTX_dup(context) else { preconditionFailure("out of memory") }
        return unsafe copy
    }

    func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { code, initialized in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe key.withUnsafeBytes { unsafe self.code(for: message, key: $0, into: code) }
            }
            initialized = count
        }
    }

    /// - Parameter code: at least as many bytes as the digest has.
    func code(
        for message: UnsafeBufferPointer<UInt8>, key: UnsafeRawBufferPointer,
        into code: UnsafeMutableBufferPointer<UInt8>
    ) {
        let copy = unsafe self.copy()
        defer { unsafe EVP_MAC_CTX_free(copy) }
        // A key of no bytes is a key to HMAC; only a null pointer would mean "keep the one that is set".
        var noKey: UInt8 = 0
        let keyStart = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
        var written = 0
        let started =
            if let keyStart = unsafe keyStart { unsafe EVP_MAC_init(copy, keyStart, key.count, nil) } else {
                unsafe EVP_MAC_init(copy, &noKey, 0, nil)
            }
        guard started == 1, unsafe EVP_MAC_update(copy, message.baseAddress, message.count) == 1,
            unsafe EVP_MAC_final(copy, code.baseAddress, &written, code.count) == 1, written == count
        else { preconditionFailure("OpenSSL could not compute an HMAC") }
    }
}
