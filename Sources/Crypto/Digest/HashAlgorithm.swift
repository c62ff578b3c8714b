/// The SHA-2 digests (FIPS 180-4) that signatures and stored secrets use.
package enum HashAlgorithm: Sendable, Hashable, CaseIterable {
    case sha256, sha384, sha512

    package func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        algorithm.digest(bytes)
    }

    /// Bytes of a digest.
    package var digestLength: Int { algorithm.count }

    var algorithm: DigestAlgorithm {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}

package enum SHA256 {
    package static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] { DigestAlgorithm.sha256.digest(bytes) }
}

package enum SHA384 {
    package static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] { DigestAlgorithm.sha384.digest(bytes) }
}

package enum SHA512 {
    package static func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] { DigestAlgorithm.sha512.digest(bytes) }
}
