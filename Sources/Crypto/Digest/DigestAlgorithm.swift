internal import COpenSSL

/// A digest of OpenSSL, looked up once per process: the look-up costs more than hashing a token.
///
/// Sendable, because an `EVP_MD` never changes after it was fetched.
@safe struct DigestAlgorithm: @unchecked Sendable {
    let name: StaticString
    let count: Int
    let pointer: OpaquePointer

    static let sha1 = DigestAlgorithm("SHA1")
    static let sha224 = DigestAlgorithm("SHA2-224")
    static let sha256 = DigestAlgorithm("SHA2-256")
    static let sha384 = DigestAlgorithm("SHA2-384")
    static let sha512 = DigestAlgorithm("SHA2-512")

    /// MD5, which an OpenSSL that is held to FIPS 140 lacks.
    static func md5() throws(CryptoError) -> DigestAlgorithm {
        guard let md5 = optionalMD5 else { throw .library(operation: "compute MD5", reason: "OpenSSL lacks it") }
        return md5
    }

    private static let optionalMD5 = DigestAlgorithm(optional: "MD5")

    /// Stops the process on an OpenSSL without the digest, on which nothing here can work.
    private init(_ name: StaticString) {
        guard let algorithm = DigestAlgorithm(optional: name) else { preconditionFailure("OpenSSL lacks \(name)") }
        self = algorithm
    }

    private init?(optional name: StaticString) {
        guard let pointer = unsafe EVP_MD_fetch(nil, name.description, nil) else { return nil }
        self.name = name
        unsafe self.pointer = pointer
        count = Int(unsafe EVP_MD_get_size(pointer))
    }

    func digest(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe digest(bytes, into: buffer.baseAddress)
            initialized = count
        }
    }

    /// - Parameter output: room for `count` bytes.
    func digest(_ bytes: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>?) {
        guard unsafe EVP_Digest(bytes.baseAddress, bytes.count, output, nil, pointer, nil) == 1 else {
            preconditionFailure("OpenSSL could not compute \(name)")
        }
    }

    func digest(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        if let digest = bytes.withContiguousStorageIfAvailable({ unsafe digest($0) }) { return digest }
        return unsafe Array(bytes).withUnsafeBufferPointer { unsafe digest($0) }
    }
}
