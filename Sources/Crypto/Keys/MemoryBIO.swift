internal import COpenSSL

/// A stream over memory, which is how OpenSSL reads and writes PEM. What was written is wiped with it.
@safe struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    /// An empty stream to write to.
    init() throws(CryptoError) {
        guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw .openSSL("allocate") }
        unsafe pointer = bio
    }

    /// A stream that holds a copy of `text`.
    static func holding(_ text: String) throws(CryptoError) -> MemoryBIO {
        let bio = try MemoryBIO()
        let bytes = Array(text.utf8)
        guard let count = Int32(exactly: bytes.count), count > 0, unsafe BIO_write(bio.pointer, bytes, count) == count
        else { throw .discardingQueue(.malformedKey) }
        return bio
    }

    deinit { unsafe BIO_free(pointer) }

    /// Everything that is still in the stream.
    borrowing func contents() throws(CryptoError) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BIO_ctrl_pending(pointer)))
        defer { bytes.wipe() }
        var count = 0
        guard unsafe BIO_read_ex(pointer, &bytes, bytes.count, &count) == 1, count == bytes.count else {
            throw .openSSL("write a key")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
