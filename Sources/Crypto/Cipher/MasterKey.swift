package import Platform

/// The one secret of an installation. It encrypts nothing itself: each purpose has a key of its own, derived from it.
package struct MasterKey: Sendable {
    package static let length = SymmetricKey.length

    private let key: SymmetricKey

    /// Fails with `.invalidLength` for anything but 32 bytes.
    package init(bytes: [UInt8]) throws(CryptoError) {
        key = try SymmetricKey(bytes: bytes)
    }

    private init(key: SymmetricKey) {
        self.key = key
    }

    package static func random() -> MasterKey {
        MasterKey(key: .random())
    }

    /// - Parameter purpose: a name of this program that is never given to another purpose.
    package func subkey(for purpose: StaticString) -> SymmetricKey {
        key.derived(for: purpose)
    }

    /// The bytes, for the file that a first start writes.
    package var bytes: Secret<[UInt8]> {
        Secret(unsafe key.storage.withUnsafeBytes { unsafe Array($0) })
    }
}
