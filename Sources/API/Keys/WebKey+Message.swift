internal import Model
internal import Platform

enum WireRSABits: String, WireEnum {
    case unspecified = "RSA_BITS_UNSPECIFIED"
    case bits2048 = "RSA_BITS_2048"
    case bits3072 = "RSA_BITS_3072"
    case bits4096 = "RSA_BITS_4096"

    init(_ count: Int) {
        switch count {
        case 3072: self = .bits3072
        case 4096: self = .bits4096
        default: self = .bits2048
        }
    }

    var count: Int {
        switch self {
        case .unspecified, .bits2048: 2048
        case .bits3072: 3072
        case .bits4096: 4096
        }
    }
}

enum WireRSAHasher: String, WireEnum {
    case unspecified = "RSA_HASHER_UNSPECIFIED"
    case sha256 = "RSA_HASHER_SHA256"
    case sha384 = "RSA_HASHER_SHA384"
    case sha512 = "RSA_HASHER_SHA512"

    init(bits: Int) {
        switch bits {
        case 384: self = .sha384
        case 512: self = .sha512
        default: self = .sha256
        }
    }

    var bits: Int {
        switch self {
        case .unspecified, .sha256: 256
        case .sha384: 384
        case .sha512: 512
        }
    }
}

/// The name of the largest is the contract's; it stands for P-521.
enum WireECDSACurve: String, WireEnum {
    case unspecified = "ECDSA_CURVE_UNSPECIFIED"
    case p256 = "ECDSA_CURVE_P256"
    case p384 = "ECDSA_CURVE_P384"
    case p512 = "ECDSA_CURVE_P512"

    init(_ curve: WebKey.Curve) {
        switch curve {
        case .p256: self = .p256
        case .p384: self = .p384
        case .p521: self = .p512
        }
    }

    var curve: WebKey.Curve {
        switch self {
        case .unspecified, .p256: .p256
        case .p384: .p384
        case .p512: .p521
        }
    }
}

enum WireWebKeyState: String, WireEnum {
    case unspecified = "STATE_UNSPECIFIED"
    case initial = "STATE_INITIAL"
    case active = "STATE_ACTIVE"
    case inactive = "STATE_INACTIVE"
    case removed = "STATE_REMOVED"

    init(_ state: WebKey.State) {
        switch state {
        case .initial: self = .initial
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }
}

extension WebKey.Configuration {
    /// Reads one of `rsa`, `ecdsa` and `ed25519`; none stands for RSA with 2048 bits and SHA-256.
    init(_ request: MessageReader) throws(DomainError) {
        switch try request.oneOf("rsa", "ecdsa", "ed25519") {
        case "ecdsa":
            let ecdsa = try request.requiredMessage("ecdsa", as: "ECDSA")
            self = .ecdsa(try ecdsa.enumeration("curve", as: WireECDSACurve.self).curve)
        case "ed25519":
            _ = try request.requiredMessage("ed25519", as: "ED25519")
            self = .ed25519
        default:
            let rsa = try request.message("rsa", as: "RSA")
            self = .rsa(
                bits: try rsa?.enumeration("bits", as: WireRSABits.self).count ?? 2048,
                hashBits: try rsa?.enumeration("hasher", as: WireRSAHasher.self).bits ?? 256)
        }
    }
}

extension WebKey {
    var message: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("creationDate", createdAt)
            $0.set("changeDate", changedAt)
            $0.set("state", WireWebKeyState(state))
            switch configuration {
            case .rsa(let bits, let hashBits):
                $0.set(
                    "rsa",
                    .message {
                        $0.set("bits", WireRSABits(bits))
                        $0.set("hasher", WireRSAHasher(bits: hashBits))
                    })
            case .ecdsa(let curve): $0.set("ecdsa", .message { $0.set("curve", WireECDSACurve(curve)) })
            case .ed25519: $0.set("ed25519", JSONObject())
            }
        }
    }
}
