internal import Crypto
internal import JOSE
internal import Synchronization

/// Parsed public keys by their bytes: parsing one costs several times what a verification costs.
///
/// An entry can never be wrong, because the bytes that the store holds now are the name that it is found by.
final class VerificationKeyCache: Sendable {
    private static let greatestCount = 4096

    private let keys = Mutex<[[UInt8]: VerificationKey]>([:])

    /// - Parameter der: SubjectPublicKeyInfo.
    func key(_ der: [UInt8]) throws(CryptoError) -> VerificationKey {
        if let known = keys.withLock({ $0[der] }) { return known }
        let key = VerificationKey(try PublicKey(der: der))
        keys.withLock { keys in
            if keys.count >= Self.greatestCount { keys.removeAll() }
            keys[der] = key
        }
        return key
    }
}
