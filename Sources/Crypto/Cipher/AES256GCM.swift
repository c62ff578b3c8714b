/// AES-256-GCM with 12-byte nonces and 16-byte tags (NIST SP 800-38D).
///
/// The caller answers for nonces that never repeat under one key. Where random ones will do, use `SealingKey`.
package struct AES256GCM: Sendable {
    package static let nonceLength = GCMContext.nonceLength
    package static let tagLength = GCMContext.tagLength

    private let key: SymmetricKey

    package init(key: SymmetricKey) {
        self.key = key
    }

    /// The ciphertext, as long as the plaintext, followed by the tag.
    /// - Parameter nonce: 12 bytes.
    package func seal(_ plaintext: [UInt8], nonce: [UInt8], authenticating associated: [UInt8] = []) -> [UInt8] {
        precondition(nonce.count == Self.nonceLength, "the nonce has 12 bytes")
        let context = context(encrypting: true, nonce: nonce)
        unsafe associated.withUnsafeBufferPointer { unsafe context.authenticate($0) }
        let count = plaintext.count + Self.tagLength
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            guard let start = output.baseAddress else { return }
            unsafe plaintext.withUnsafeBufferPointer { unsafe context.transform($0, into: start) }
            unsafe context.finish(tag: start + plaintext.count)
            initialized = count
        }
    }

    /// The plaintext, or `nil` when key, nonce, associated data or a single bit is not what it was at sealing.
    package func open(_ sealed: [UInt8], nonce: [UInt8], authenticating associated: [UInt8] = []) -> [UInt8]? {
        guard nonce.count == Self.nonceLength, sealed.count >= Self.tagLength else { return nil }
        let context = context(encrypting: false, nonce: nonce)
        unsafe associated.withUnsafeBufferPointer { unsafe context.authenticate($0) }
        return unsafe sealed.withUnsafeBufferPointer { unsafe context.open($0) }
    }

    private func context(encrypting: Bool, nonce: [UInt8]) -> GCMContext {
        unsafe key.storage.withUnsafeBytes { unsafe GCMContext(encrypting: encrypting, key: $0, nonce: nonce) }
    }
}

extension GCMContext {
    /// Decrypts `sealed`, whose last 16 bytes are the tag; wipes what did not pass.
    borrowing func open(_ sealed: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard let start = sealed.baseAddress, sealed.count >= Self.tagLength else { return nil }
        let count = sealed.count - Self.tagLength
        let ciphertext = unsafe UnsafeBufferPointer(start: start, count: count)
        var plaintext = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            if let output = output.baseAddress { unsafe transform(ciphertext, into: output) }
            initialized = count
        }
        guard unsafe finish(expecting: start + count) else {
            plaintext.wipe()
            return nil
        }
        return plaintext
    }
}
