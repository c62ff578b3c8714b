internal import COpenSSL

/// A context in which a key signs or verifies digests by one scheme: the families other than Ed25519.
@safe struct DigestSigningContext: ~Copyable {
    private let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    static func signing(
        _ key: borrowing KeyPointer, _ scheme: SignatureScheme
    ) throws(CryptoError) -> DigestSigningContext {
        let context = try DigestSigningContext(key)
        guard unsafe EVP_PKEY_sign_init(context.pointer) == 1 else { throw .openSSL("prepare to sign") }
        try context.configure(scheme)
        return context
    }

    static func verifying(
        _ key: borrowing KeyPointer, _ scheme: SignatureScheme
    ) throws(CryptoError) -> DigestSigningContext {
        let context = try DigestSigningContext(key)
        guard unsafe EVP_PKEY_verify_init(context.pointer) == 1 else { throw .openSSL("prepare to verify") }
        try context.configure(scheme)
        return context
    }

    private init(_ key: borrowing KeyPointer) throws(CryptoError) {
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
            throw .openSSL("use a key")
        }
        unsafe pointer = context
    }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }

    private borrowing func configure(_ scheme: SignatureScheme) throws(CryptoError) {
        switch scheme {
        case .rsaPKCS1:
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_PADDING) == 1 else {
                throw .openSSL("choose the padding")
            }
        case .rsaPSS:
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(pointer, RSA_PKCS1_PSS_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(pointer, RSA_PSS_SALTLEN_DIGEST) == 1
            else { throw .openSSL("choose the padding") }
        case .ecdsa, .ed25519: break
        }
        guard let digest = scheme.hash?.algorithm else { return }
        guard unsafe EVP_PKEY_CTX_set_signature_md(pointer, digest.pointer) == 1 else {
            throw .openSSL("choose the digest")
        }
    }

    /// A context in the same state; reads this one only.
    borrowing func copy() throws(CryptoError) -> DigestSigningContext {
        guard let copy = unsafe EVP_PKEY_CTX_dup(pointer) else { throw .openSSL("copy a context") }
        return unsafe DigestSigningContext(owning: copy)
    }

    /// Writes a signature and gives its length, or `nil` on failure.
    borrowing func sign(_ digest: [UInt8], into output: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var count = output.count
        guard unsafe EVP_PKEY_sign(pointer, output.baseAddress, &count, digest, digest.count) == 1 else { return nil }
        return count
    }

    borrowing func isValid(_ signature: [UInt8], _ digest: [UInt8]) -> Bool {
        let status = unsafe EVP_PKEY_verify(pointer, signature, signature.count, digest, digest.count)
        if status != 1 { ERR_clear_error() }
        return status == 1
    }
}

/// A context in which a key signs or verifies whole messages: Ed25519.
@safe struct MessageSigningContext: ~Copyable {
    private let pointer: OpaquePointer

    static func signing(_ key: borrowing KeyPointer) throws(CryptoError) -> MessageSigningContext {
        let context = try MessageSigningContext()
        guard unsafe EVP_DigestSignInit_ex(context.pointer, nil, nil, nil, nil, key.pointer, nil) == 1 else {
            throw .openSSL("prepare to sign")
        }
        return context
    }

    static func verifying(_ key: borrowing KeyPointer) throws(CryptoError) -> MessageSigningContext {
        let context = try MessageSigningContext()
        guard unsafe EVP_DigestVerifyInit_ex(context.pointer, nil, nil, nil, nil, key.pointer, nil) == 1 else {
            throw .openSSL("prepare to verify")
        }
        return context
    }

    private init() throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .openSSL("allocate") }
        unsafe pointer = context
    }

    deinit { unsafe EVP_MD_CTX_free(pointer) }

    /// A context in the same state; reads this one only.
    borrowing func copy() throws(CryptoError) -> MessageSigningContext {
        let copy = try MessageSigningContext()
        guard unsafe EVP_MD_CTX_copy_ex(copy.pointer, pointer) == 1 else { throw .openSSL("copy a context") }
        return copy
    }

    /// Writes a signature and gives its length, or `nil` on failure.
    borrowing func sign(
        _ message: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        var count = output.count
        let status = unsafe EVP_DigestSign(pointer, output.baseAddress, &count, message.baseAddress, message.count)
        return status == 1 ? count : nil
    }

    borrowing func isValid(_ signature: [UInt8], _ message: UnsafeBufferPointer<UInt8>) -> Bool {
        let status = unsafe EVP_DigestVerify(pointer, signature, signature.count, message.baseAddress, message.count)
        if status != 1 { ERR_clear_error() }
        return status == 1
    }
}
