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

/// HMAC-SHA-256 under one key, which is prepared once: both digests have taken in their block of the key (RFC 2104 §4).
/// OpenSSL's own HMAC would take more than twice the time, most of it to copy itself.
///
/// Sendable, because the contexts are only ever copied, which OpenSSL declares to be a reading operation.
@safe final class KeyedHMAC: @unchecked Sendable {
    private static let blockLength = 64

    private let inner: OpaquePointer
    private let outer: OpaquePointer

    /// - Parameter key: 1 to 64 bytes.
    init(_ key: UnsafeRawBufferPointer) {
        precondition((1...Self.blockLength).contains(key.count), "a key has 1 to 64 bytes")
        unsafe inner = Self.digest(of: key, mixedWith: 0x36)
        unsafe outer = Self.digest(of: key, mixedWith: 0x5C)
    }

    deinit {
        unsafe EVP_MD_CTX_free(inner)
        unsafe EVP_MD_CTX_free(outer)
    }

    /// - Parameter code: 32 bytes.
    func code(for message: UnsafeBufferPointer<UInt8>, into code: UnsafeMutableBufferPointer<UInt8>) {
        precondition(code.count == DigestAlgorithm.sha256.count, "a code has 32 bytes")
        guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
        defer { unsafe EVP_MD_CTX_free(context) }
        guard unsafe EVP_MD_CTX_copy_ex(context, inner) == 1,
            unsafe EVP_DigestUpdate(context, message.baseAddress, message.count) == 1,
            unsafe EVP_DigestFinal_ex(context, code.baseAddress, nil) == 1,
            unsafe EVP_MD_CTX_copy_ex(context, outer) == 1,
            unsafe EVP_DigestUpdate(context, code.baseAddress, code.count) == 1,
            unsafe EVP_DigestFinal_ex(context, code.baseAddress, nil) == 1
        else { preconditionFailure("OpenSSL could not compute an HMAC") }
    }

    /// A digest that has taken in the key, filled up to a block and mixed with a constant.
    private static func digest(of key: UnsafeRawBufferPointer, mixedWith constant: UInt8) -> OpaquePointer {
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: blockLength) { block in
            unsafe block.initialize(repeating: constant)
            defer { unsafe OPENSSL_cleanse(block.baseAddress, block.count) }
            for index in 0..<key.count { unsafe block[index] ^= key[index] }
            guard let context = unsafe EVP_MD_CTX_new(),
                unsafe EVP_DigestInit_ex2(context, DigestAlgorithm.sha256.pointer, nil) == 1,
                unsafe EVP_DigestUpdate(context, block.baseAddress, block.count) == 1
            else { preconditionFailure("OpenSSL could not prepare an HMAC") }
            return unsafe context
        }
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
