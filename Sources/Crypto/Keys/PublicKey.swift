/// A public key that passed every check: an accepted kind and size, consistent values.
///
/// Reading a key costs as much as verifying two signatures; keep it rather than its encoding.
package struct PublicKey: Sendable {
    let handle: KeyHandle

    package var kind: KeyKind { handle.kind }
    package var components: PublicComponents { handle.components }

    init(handle: KeyHandle) {
        self.handle = handle
    }

    /// A key from the members of a JWK. Fails with `.malformedKey` for wrong lengths and leading zeros, `.invalidKey`
    /// for a point that is not on its curve, `.unsupportedKey` for a size or exponent that is not accepted.
    package init(_ components: PublicComponents) throws(CryptoError) {
        handle = try KeyHandle(KeyPointer(components))
    }

    /// - Parameter der: a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) and nothing after it.
    package init(der: [UInt8]) throws(CryptoError) {
        handle = try KeyHandle(KeyPointer(publicDER: der))
    }

    /// - Parameter pem: a SubjectPublicKeyInfo between `BEGIN PUBLIC KEY` and `END PUBLIC KEY`.
    package init(pem: String) throws(CryptoError) {
        handle = try KeyHandle(KeyPointer(publicPEM: pem))
    }

    /// The key as SubjectPublicKeyInfo.
    package func der() throws(CryptoError) -> [UInt8] {
        try handle.key.publicDER()
    }

    package func pem() throws(CryptoError) -> String {
        try handle.key.publicPEM()
    }
}

extension PublicKey: Hashable {
    package static func == (lhs: PublicKey, rhs: PublicKey) -> Bool {
        lhs.components == rhs.components
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(components)
    }
}
