extension PublicKey {
    /// Whether the holder of the private half signed exactly `message` by exactly `scheme`. False for everything that
    /// is wrong: another scheme, another length, a value out of range.
    package func verify(
        _ signature: [UInt8], of message: some Sequence<UInt8>, _ scheme: SignatureScheme
    ) -> Bool {
        guard scheme.fits(kind), signature.count == scheme.signatureLength(kind) else { return false }
        do throws(CryptoError) {
            switch scheme {
            case .rsaPKCS1(let hash), .rsaPSS(let hash):
                let context = try DigestSigningContext.verifying(handle.key, scheme)
                return context.isValid(signature, hash.digest(message))
            case .ecdsa(let curve):
                guard let der = ECDSASignature.der(joined: signature, curve) else { return false }
                let context = try DigestSigningContext.verifying(handle.key, scheme)
                return context.isValid(der, curve.hash.digest(message))
            case .ed25519:
                let context = try MessageSigningContext.verifying(handle.key)
                return unsafe Array(message).withUnsafeBufferPointer { unsafe context.isValid(signature, $0) }
            }
        } catch {
            // Out of memory is the only way here, and an unverified signature is an invalid one.
            return false
        }
    }

    /// The same for signatures in the form that X.509 and WebAuthn have: those of ECDSA in DER (RFC 3279 §2.2.3), in the
    /// one encoding that its rules allow; the others as they are.
    package func verifyASN1(
        _ signature: [UInt8], of message: some Sequence<UInt8>, _ scheme: SignatureScheme
    ) -> Bool {
        guard case .ecdsa(let curve) = scheme else { return verify(signature, of: message, scheme) }
        guard let joined = ECDSASignature.joined(strictDER: signature, curve) else { return false }
        return verify(joined, of: message, scheme)
    }
}
