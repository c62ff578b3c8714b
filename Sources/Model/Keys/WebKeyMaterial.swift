/// A web key with the key itself.
package struct WebKeyMaterial: Sendable {
    package let key: WebKey
    /// SubjectPublicKeyInfo in DER (RFC 5280 §4.1).
    package let publicKey: [UInt8]
    /// PKCS #8 in DER, sealed under the master key; read for the active key only.
    package let sealedPrivateKey: [UInt8]?

    package init(key: WebKey, publicKey: [UInt8], sealedPrivateKey: [UInt8]?) {
        self.key = key
        self.publicKey = publicKey
        self.sealedPrivateKey = sealedPrivateKey
    }
}
