internal import COpenSSL

/// The layout of a sealed box:
/// version (1 byte) | key id (4) | salt (12) | nonce (12) | AES-256-GCM ciphertext | tag (16).
///
/// Version and key id are authenticated with the kind of the box, so that nothing in it can be exchanged.
///
/// Salt and nonce are random. The salt makes an encryption key per box, because a random 12-byte nonce alone is good for
/// 2³² boxes per key (NIST SP 800-38D §8.3), and a busy server seals as many in two days. With both, 2⁸⁰ boxes are as
/// far away from a repetition as 2³² would be.
package enum SealedBox {
    /// Bytes that sealing adds.
    package static let overhead = ciphertextStart + AES256GCM.tagLength

    static let version: UInt8 = 1
    static let keyIDLength = 4
    static let saltLength = 12
    static let headerLength = 1 + keyIDLength
    static let nonceStart = headerLength + saltLength
    static let ciphertextStart = nonceStart + AES256GCM.nonceLength

    /// The id of the key that a box names, or `nil` when these bytes cannot be a box of a known version.
    package static func keyID(of box: [UInt8]) -> [UInt8]? {
        guard box.count >= overhead, box[0] == version else { return nil }
        return Array(box[1..<headerLength])
    }
}

/// Seals values of several kinds under one key: tokens, stored secrets, cookies.
package struct SealingKey: Sendable {
    /// Names the key in each box. It is derived from the key and tells nothing about it.
    package let id: [UInt8]
    /// Makes the key of each box.
    private let boxKeys: KeyedHMAC

    package init(_ key: SymmetricKey) {
        boxKeys = unsafe key.derived(for: "sealing").storage.withUnsafeBytes { unsafe KeyedHMAC($0) }
        id = unsafe key.derived(for: "sealing key id").storage.withUnsafeBytes {
            unsafe Array($0.prefix(SealedBox.keyIDLength))
        }
    }

    /// - Parameter kind: what the value is; a box opens as nothing else.
    package func seal(_ plaintext: [UInt8], kind: StaticString) -> [UInt8] {
        let count = plaintext.count + SealedBox.overhead
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { box, initialized in
            guard let start = box.baseAddress else { return }
            unsafe box[0] = SealedBox.version
            for (offset, byte) in id.enumerated() { unsafe box[1 + offset] = byte }
            let random = unsafe box[SealedBox.headerLength..<SealedBox.ciphertextStart]
            unsafe SecureRandom.fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: random)))
            let context = unsafe context(encrypting: true, box: start, kind: kind)
            let ciphertext = unsafe start + SealedBox.ciphertextStart
            unsafe plaintext.withUnsafeBufferPointer { unsafe context.transform($0, into: ciphertext) }
            unsafe context.finish(tag: ciphertext + plaintext.count)
            initialized = count
        }
    }

    /// The value, or `nil` when the box is of another key or kind, or is not exactly what `seal` returned.
    package func open(_ box: [UInt8], kind: StaticString) -> [UInt8]? {
        guard box.count >= SealedBox.overhead, box[0] == SealedBox.version,
            box[1..<SealedBox.headerLength].elementsEqual(id)
        else { return nil }
        return unsafe box.withUnsafeBufferPointer { box in
            guard let start = box.baseAddress else { return nil }
            let context = unsafe context(encrypting: false, box: start, kind: kind)
            return unsafe context.open(UnsafeBufferPointer(rebasing: box[SealedBox.ciphertextStart...]))
        }
    }

    /// - Parameter box: a box whose bytes in front of the ciphertext are set.
    private func context(encrypting: Bool, box: UnsafePointer<UInt8>, kind: StaticString) -> GCMContext {
        let salt = unsafe UnsafeBufferPointer(start: box + SealedBox.headerLength, count: SealedBox.saltLength)
        let context = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: SymmetricKey.length) { boxKey in
            unsafe boxKeys.code(for: salt, into: boxKey)
            defer { unsafe OPENSSL_cleanse(boxKey.baseAddress, boxKey.count) }
            return unsafe GCMContext(
                encrypting: encrypting, key: UnsafeRawBufferPointer(boxKey), nonce: box + SealedBox.nonceStart)
        }
        unsafe context.authenticate(UnsafeBufferPointer(start: box, count: SealedBox.headerLength))
        kind.withUTF8Buffer { unsafe context.authenticate($0) }
        return context
    }
}
