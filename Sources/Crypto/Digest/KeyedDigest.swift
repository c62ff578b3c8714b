/// Digests of short secrets under a key (HMAC-SHA-256): whoever reads the digests alone cannot find the secrets by trying
/// all there are.
package struct KeyedDigest: Sendable {
    private let key: KeyedHMAC

    package init(_ key: SymmetricKey) {
        self.key = unsafe key.storage.withUnsafeBytes { unsafe KeyedHMAC($0) }
    }

    /// - Parameter parts: what the digest is bound to, and the secret. Each is written behind its length, so that no two
    ///   lists of parts are the same bytes.
    /// - Returns: 32 bytes.
    package func digest(_ parts: String...) -> [UInt8] {
        var message: [UInt8] = []
        for part in parts {
            for shift in stride(from: 24, through: 0, by: -8) {
                message.append(UInt8(truncatingIfNeeded: part.utf8.count >> shift))
            }
            message.append(contentsOf: part.utf8)
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: 32) { code, initialized in
            unsafe message.withUnsafeBufferPointer { unsafe key.code(for: $0, into: code) }
            initialized = 32
        }
    }
}
