internal import COpenSSL

/// Secret bytes in one place of memory, which are wiped when the last owner lets go of them.
///
/// Sendable, because the memory is written before `init` returns and only read after that.
@safe final class SecretBytes: @unchecked Sendable {
    private let memory: UnsafeMutableRawBufferPointer

    init(copying bytes: [UInt8]) {
        unsafe memory = .allocate(byteCount: bytes.count, alignment: 16)
        unsafe memory.copyBytes(from: bytes)
    }

    init(randomCount count: Int) {
        unsafe memory = .allocate(byteCount: count, alignment: 16)
        unsafe SecureRandom.fill(memory)
    }

    deinit {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    func withUnsafeBytes<Result: ~Copyable>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(memory))
    }
}

extension [UInt8] {
    /// Overwrites the elements, if no one else holds this array, in a way that the optimiser keeps.
    mutating func wipe() {
        unsafe withUnsafeMutableBytes { unsafe Self.wipe($0) }
    }

    static func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
    }
}
