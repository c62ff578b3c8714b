internal import COpenSSL

/// Longer than any key that is accepted, in any encoding.
private let longestEncoding = 16 * 1024

extension KeyPointer {
    init(publicDER der: [UInt8]) throws(CryptoError) {
        try unsafe self.init(decoding: der) { unsafe d2i_PUBKEY(nil, &$0, $1) }
    }

    init(privateDER der: [UInt8]) throws(CryptoError) {
        try unsafe self.init(decoding: der) { next, count in
            guard let envelope = unsafe d2i_PKCS8_PRIV_KEY_INFO(nil, &next, count) else { return nil }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(envelope) }
            return unsafe EVP_PKCS82PKEY(envelope)
        }
    }

    init(publicPEM pem: String) throws(CryptoError) {
        try unsafe self.init(readingPEM: pem) { bio in
            unsafe PEM_read_bio_PUBKEY(bio, nil, nil, nil)
        }
    }

    init(privatePEM pem: String) throws(CryptoError) {
        // The empty passphrase: without one OpenSSL would ask for it at the terminal.
        var passphrase: CChar = 0
        try unsafe self.init(readingPEM: pem) { bio in
            unsafe PEM_read_bio_PrivateKey(bio, nil, nil, &passphrase)
        }
    }

    /// - Parameter decode: reads one key and moves the pointer behind it.
    private init(
        decoding der: [UInt8], _ decode: (inout UnsafePointer<UInt8>?, Int) -> OpaquePointer?
    ) throws(CryptoError) {
        guard der.count <= longestEncoding else { throw .malformedKey }
        let key = unsafe der.withUnsafeBufferPointer { der -> OpaquePointer? in
            var next = der.baseAddress
            guard let key = unsafe decode(&next, der.count) else { return nil }
            guard let start = der.baseAddress, unsafe next == start + der.count else {
                unsafe EVP_PKEY_free(key)
                return nil
            }
            return unsafe key
        }
        guard let key = unsafe key else { throw .discardingQueue(.malformedKey) }
        unsafe self.init(owning: key)
    }

    private init(readingPEM pem: String, _ read: (OpaquePointer) -> OpaquePointer?) throws(CryptoError) {
        guard pem.utf8.count <= longestEncoding else { throw .malformedKey }
        let bio = try MemoryBIO.holding(pem)
        guard let key = unsafe read(bio.pointer) else { throw .discardingQueue(.malformedKey) }
        unsafe self.init(owning: key)
    }

    borrowing func publicDER() throws(CryptoError) -> [UInt8] {
        let key = unsafe pointer
        return try unsafe Self.encode { unsafe i2d_PUBKEY(key, $0) }
    }

    borrowing func privateDER() throws(CryptoError) -> [UInt8] {
        guard let envelope = unsafe EVP_PKEY2PKCS8(pointer) else { throw .openSSL("write a key") }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(envelope) }
        return try unsafe Self.encode { unsafe i2d_PKCS8_PRIV_KEY_INFO(envelope, $0) }
    }

    borrowing func publicPEM() throws(CryptoError) -> String {
        let bio = try MemoryBIO()
        guard unsafe PEM_write_bio_PUBKEY(bio.pointer, pointer) == 1 else { throw .openSSL("write a key") }
        return try bio.contents()
    }

    borrowing func privatePEM() throws(CryptoError) -> String {
        let bio = try MemoryBIO()
        guard unsafe PEM_write_bio_PKCS8PrivateKey(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL("write a key")
        }
        return try bio.contents()
    }

    borrowing func traditionalPEM() throws(CryptoError) -> String {
        let bio = try MemoryBIO()
        guard unsafe PEM_write_bio_PrivateKey_traditional(bio.pointer, pointer, nil, nil, 0, nil, nil) == 1 else {
            throw .openSSL("write a key")
        }
        return try bio.contents()
    }

    /// - Parameter write: tells the length when given `nil`, else writes that many bytes.
    private static func encode(
        _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
    ) throws(CryptoError) -> [UInt8] {
        let count = Int(write(nil))
        guard count > 0 else { throw .openSSL("write a key") }
        let der = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var next = buffer.baseAddress
            initialized = unsafe Int(write(&next)) == count ? count : 0
        }
        guard der.count == count else { throw .openSSL("write a key") }
        return der
    }
}
