internal import Crypto
internal import JOSE
internal import Model
internal import Platform

/// The web keys of one moment, ready for use. It never changes; a change of the keys makes a new one.
///
/// A class, so that a request that looks at it counts one reference and copies nothing.
final class KeySnapshot: Sendable {
    /// What it was made from, to notice a change.
    let keys: [WebKey]
    let active: ActiveSigningKey?
    let verificationKeys: [String: VerificationKey]
    /// Tokens whose signature these keys have proven.
    let provenTokens = ProvenTokens()
    /// The JWK set as JSON text.
    let jwks: [UInt8]
    /// The algorithms of the published keys; RS256 is always among them (OpenID Connect Discovery §3).
    let algorithms: [String]

    /// - Parameter known: an earlier snapshot; what it has parsed is taken over, because a key with a given identifier
    ///   never changes.
    /// - Throws: an internal error for a key that cannot be read; which one is for the caller's log.
    init(_ material: [WebKeyMaterial], vault: WebKeyVault, reusing known: KeySnapshot?) throws(Fault) {
        var jwks: [JWK] = []
        var verificationKeys: [String: VerificationKey] = [:]
        var active: ActiveSigningKey?
        for entry in material {
            let id = entry.key.id.rawValue
            let jwk = try Self.jwk(entry, reusing: known)
            jwks.append(jwk)
            verificationKeys[id] = jwk.verificationKey
            guard entry.key.state == .active else { continue }
            active = if let same = known?.active, same.kid == id { same } else { try Self.signer(entry, vault) }
        }
        keys = material.map(\.key)
        self.active = active
        self.verificationKeys = verificationKeys
        self.jwks = JSONValue.object(JWKSet(jwks).json).utf8
        algorithms = Self.algorithms(material)
    }

    /// A key that cannot be used.
    enum Fault: Error, Sendable {
        /// Sealed under another master key, or damaged.
        case sealed(WebKey.ID)
        case unusable(WebKey.ID)

        var id: WebKey.ID {
            switch self {
            case .sealed(let id), .unusable(let id): id
            }
        }
    }

    private static func jwk(_ entry: WebKeyMaterial, reusing known: KeySnapshot?) throws(Fault) -> JWK {
        let id = entry.key.id
        let algorithm = entry.key.configuration.algorithm
        do {
            let key = try known?.verificationKeys[id.rawValue]?.key ?? PublicKey(der: entry.publicKey)
            return try JWK(key, keyID: id.rawValue, algorithm: algorithm)
        } catch {
            throw .unusable(id)
        }
    }

    private static func signer(_ entry: WebKeyMaterial, _ vault: WebKeyVault) throws(Fault) -> ActiveSigningKey {
        let id = entry.key.id
        guard let sealed = entry.sealedPrivateKey, let key = vault.open(sealed) else { throw .sealed(id) }
        do throws(JOSEError) {
            return ActiveSigningKey(try JWTSigner(key, entry.key.configuration.algorithm, keyID: id.rawValue))
        } catch {
            throw .unusable(id)
        }
    }

    private static func algorithms(_ material: [WebKeyMaterial]) -> [String] {
        var names = [SignatureAlgorithm.rs256.rawValue]
        for entry in material {
            let name = entry.key.configuration.algorithm.rawValue
            if !names.contains(name) { names.append(name) }
        }
        return names
    }
}
