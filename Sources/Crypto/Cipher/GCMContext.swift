internal import COpenSSL

/// One run of AES-256-GCM (NIST SP 800-38D): authenticate, then transform, then finish.
///
/// A fresh context costs a quarter of a microsecond more than a reused one and needs no lock.
@safe struct GCMContext: ~Copyable {
    static let nonceLength = 12
    static let tagLength = 16

    private let context: OpaquePointer

    /// - Parameters:
    ///   - key: 32 bytes.
    ///   - nonce: 12 bytes.
    init(encrypting: Bool, key: UnsafeRawBufferPointer, nonce: UnsafePointer<UInt8>) {
        precondition(key.count == SymmetricKey.length, "the key has 32 bytes")
        guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
        unsafe self.context = context
        let key = unsafe key.assumingMemoryBound(to: UInt8.self).baseAddress
        let status = unsafe EVP_CipherInit_ex2(
            context, Cipher.aes256GCM.pointer, key, nonce, encrypting ? 1 : 0, nil)
        precondition(status == 1, "OpenSSL could not prepare AES-256-GCM")
    }

    deinit { unsafe EVP_CIPHER_CTX_free(context) }

    /// Adds associated data.
    borrowing func authenticate(_ bytes: UnsafeBufferPointer<UInt8>) {
        var count: Int32 = 0
        guard bytes.count > 0 else { return }
        let status = unsafe EVP_CipherUpdate(context, nil, &count, bytes.baseAddress, Int32(bytes.count))
        precondition(status == 1, "OpenSSL could not authenticate")
    }

    /// - Parameter output: at least as many bytes as `input`.
    borrowing func transform(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>) {
        var count: Int32 = 0
        guard input.count > 0 else { return }
        let status = unsafe EVP_CipherUpdate(context, output, &count, input.baseAddress, Int32(input.count))
        precondition(status == 1 && Int(count) == input.count, "OpenSSL could not transform")
    }

    /// Ends encryption and writes the 16 bytes of the tag.
    borrowing func finish(tag: UnsafeMutablePointer<UInt8>) {
        var count: Int32 = 0
        let status = unsafe EVP_CipherFinal_ex(context, tag, &count)
        let written = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagLength), tag)
        precondition(status == 1 && written == 1, "OpenSSL could not finish")
    }

    /// Ends decryption. What was transformed must not be looked at when this is false.
    borrowing func finish(expecting tag: UnsafePointer<UInt8>) -> Bool {
        var none: UInt8 = 0
        var count: Int32 = 0
        let expected = unsafe UnsafeMutablePointer(mutating: tag)
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagLength), expected) == 1,
            unsafe EVP_CipherFinal_ex(context, &none, &count) == 1
        else {
            ERR_clear_error()
            return false
        }
        return true
    }
}

/// A cipher of OpenSSL, looked up once per process.
///
/// Sendable, because an `EVP_CIPHER` never changes after it was fetched.
@safe private struct Cipher: @unchecked Sendable {
    let pointer: OpaquePointer

    static let aes256GCM = Cipher("AES-256-GCM")

    private init(_ name: StaticString) {
        guard let pointer = unsafe EVP_CIPHER_fetch(nil, name.description, nil) else {
            preconditionFailure("OpenSSL lacks \(name)")
        }
        unsafe self.pointer = pointer
    }
}
