/// A private key made ready to sign by one scheme, for as many threads as like to.
package struct Signer: Sendable {
    package let scheme: SignatureScheme
    /// Keeps the key alive, which the contexts refer to.
    private let handle: KeyHandle
    private let template: Template

    /// Fails with `.schemeMismatch` when the key is of another family or curve.
    package init(_ key: PrivateKey, _ scheme: SignatureScheme) throws(CryptoError) {
        guard scheme.fits(key.kind) else { throw .schemeMismatch }
        self.scheme = scheme
        handle = key.handle
        template = try Template(key.handle, scheme)
    }

    package func sign(_ message: some Sequence<UInt8>) throws(CryptoError) -> [UInt8] {
        switch scheme {
        case .rsaPKCS1(let hash), .rsaPSS(let hash):
            let context = try template.digestContext()
            let digest = hash.digest(message)
            let length = scheme.signatureLength(handle.kind)
            let signature = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
                initialized = unsafe context.sign(digest, into: buffer) ?? 0
            }
            guard signature.count == length else { throw .openSSL("sign") }
            return signature
        case .ecdsa(let curve):
            let context = try template.digestContext()
            let digest = curve.hash.digest(message)
            let signature = unsafe withUnsafeTemporaryAllocation(
                of: UInt8.self, capacity: ECDSASignature.longestDER
            ) { der -> [UInt8]? in
                guard let count = unsafe context.sign(digest, into: der) else { return nil }
                return unsafe ECDSASignature.joined(der: UnsafeBufferPointer(rebasing: der[..<count]), curve)
            }
            guard let signature else { throw .openSSL("sign") }
            return signature
        case .ed25519:
            let context = try template.messageContext()
            let message = Array(message)
            let signature = unsafe [UInt8](unsafeUninitializedCapacity: 64) { buffer, initialized in
                initialized = unsafe message.withUnsafeBufferPointer { unsafe context.sign($0, into: buffer) } ?? 0
            }
            guard signature.count == 64 else { throw .openSSL("sign") }
            return signature
        }
    }
}

/// The prepared context, of which every signature uses a copy: preparing one costs a look-up of the algorithm.
///
/// Sendable, because copying is all that happens to a template, and OpenSSL declares that to be a reading operation.
private final class Template: @unchecked Sendable {
    private enum Context: ~Copyable {
        case digest(DigestSigningContext)
        case message(MessageSigningContext)
    }

    private let context: Context

    init(_ handle: KeyHandle, _ scheme: SignatureScheme) throws(CryptoError) {
        context =
            switch scheme {
            case .ed25519: .message(try MessageSigningContext.signing(handle.key))
            case .rsaPKCS1, .rsaPSS, .ecdsa: .digest(try DigestSigningContext.signing(handle.key, scheme))
            }
    }

    func digestContext() throws(CryptoError) -> DigestSigningContext {
        switch context {
        case .digest(let context): try context.copy()
        case .message: throw .schemeMismatch
        }
    }

    func messageContext() throws(CryptoError) -> MessageSigningContext {
        switch context {
        case .message(let context): try context.copy()
        case .digest: throw .schemeMismatch
        }
    }
}

extension PrivateKey {
    /// Signs once. To sign often, keep a `Signer`.
    package func sign(_ message: some Sequence<UInt8>, _ scheme: SignatureScheme) throws(CryptoError) -> [UInt8] {
        try Signer(self, scheme).sign(message)
    }
}
