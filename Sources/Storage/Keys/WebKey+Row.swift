internal import Model

extension WebKey {
    init(row: borrowing SQLRow) throws(DomainError) {
        let configuration: Configuration
        switch try row.text("kind") {
        case "rsa":
            configuration = .rsa(bits: Int(try row.integer("rsa_bits")), hashBits: Int(try row.integer("hash_bits")))
        case "ecdsa": configuration = .ecdsa(try row.value("curve"))
        case "ed25519": configuration = .ed25519
        default: throw row.unreadable("kind")
        }
        self.init(
            id: try row.value("id"), state: try row.value("state"), configuration: configuration,
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}

extension WebKey.Configuration {
    /// The kind's name and its parameters, as the columns hold them.
    var columns: (kind: String, bits: Int?, hashBits: Int?, curve: String?) {
        switch self {
        case .rsa(let bits, let hashBits): ("rsa", bits, hashBits, nil)
        case .ecdsa(let curve): ("ecdsa", nil, nil, curve.rawValue)
        case .ed25519: ("ed25519", nil, nil, nil)
        }
    }
}
