internal import COpenSSL

/// The curves of RFC 7518 §6.2.1.1. The raw value is the name there, which OpenSSL knows as well.
package enum EllipticCurve: String, Sendable, Hashable, CaseIterable {
    case p256 = "P-256"
    case p384 = "P-384"
    case p521 = "P-521"

    /// Bytes of one coordinate, and of one half of a signature (RFC 7518 §3.4, §6.2.1.2).
    package var coordinateLength: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// The digest that signatures on this curve use (RFC 7518 §3.4).
    package var hash: HashAlgorithm {
        switch self {
        case .p256: .sha256
        case .p384: .sha384
        case .p521: .sha512
        }
    }

    var name: StaticString {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }

    /// - Parameter groupName: a name by which OpenSSL calls a curve.
    init?(groupName: String) {
        switch groupName {
        case "P-256", "prime256v1": self = .p256
        case "P-384", "secp384r1": self = .p384
        case "P-521", "secp521r1": self = .p521
        default: return nil
        }
    }

    /// The order of the base point, big-endian, `coordinateLength` bytes.
    var order: [UInt8] {
        switch self {
        case .p256: Self.orderP256
        case .p384: Self.orderP384
        case .p521: Self.orderP521
        }
    }

    private static let orderP256 = order(of: NID_X9_62_prime256v1, length: EllipticCurve.p256.coordinateLength)
    private static let orderP384 = order(of: NID_secp384r1, length: EllipticCurve.p384.coordinateLength)
    private static let orderP521 = order(of: NID_secp521r1, length: EllipticCurve.p521.coordinateLength)

    private static func order(of curve: Int32, length: Int) -> [UInt8] {
        guard let group = unsafe EC_GROUP_new_by_curve_name(curve) else { preconditionFailure("OpenSSL lacks a curve") }
        defer { unsafe EC_GROUP_free(group) }
        var bytes = [UInt8](repeating: 0, count: length)
        let written = unsafe BN_bn2binpad(EC_GROUP_get0_order(group), &bytes, Int32(length))
        precondition(Int(written) == length, "the order of a curve does not fit its coordinates")
        return bytes
    }
}
