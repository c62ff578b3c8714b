/// A 256-bit secret key. It is wiped from memory with its last copy and never prints itself.
package struct SymmetricKey: Sendable, CustomStringConvertible, CustomReflectable {
    package static let length = 32

    let storage: SecretBytes

    /// Fails with `.invalidLength` for anything but 32 bytes.
    package init(bytes: [UInt8]) throws(CryptoError) {
        guard bytes.count == Self.length else { throw .invalidLength }
        storage = SecretBytes(copying: bytes)
    }

    private init(storage: SecretBytes) {
        self.storage = storage
    }

    package static func random() -> SymmetricKey {
        SymmetricKey(storage: SecretBytes(randomCount: length))
    }

    /// The key for one purpose (RFC 5869 with the purpose as `info`): knowing it tells nothing about this key or the
    /// keys for other purposes.
    func derived(for purpose: StaticString) -> SymmetricKey {
        var bytes = unsafe storage.withUnsafeBytes { key in
            unsafe HKDF.sha256(key, info: Array(purpose.description.utf8), length: Self.length)
        }
        defer { bytes.wipe() }
        return SymmetricKey(storage: SecretBytes(copying: bytes))
    }

    package var description: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
