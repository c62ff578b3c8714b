internal import COpenSSL

/// The key derivation function of RFC 5869.
package enum HKDF {
    /// Extract and expand with HMAC-SHA-256.
    /// - Parameter length: 1 to 8160 bytes, the most that RFC 5869 §2.3 gives.
    package static func sha256(_ inputKey: [UInt8], salt: [UInt8] = [], info: [UInt8], length: Int) -> [UInt8] {
        unsafe inputKey.withUnsafeBytes { inputKey in
            unsafe sha256(inputKey, salt: salt, info: info, length: length)
        }
    }

    static func sha256(
        _ inputKey: UnsafeRawBufferPointer, salt: [UInt8] = [], info: [UInt8], length: Int
    ) -> [UInt8] {
        precondition((1...8160).contains(length), "HKDF gives 1 to 8160 bytes")
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { output, initialized in
            let derived = unsafe salt.withUnsafeBytes { salt in
                unsafe info.withUnsafeBytes { info in
                    unsafe derive(inputKey, salt: salt, info: info, into: UnsafeMutableRawBufferPointer(output))
                }
            }
            guard derived else { preconditionFailure("OpenSSL could not derive a key") }
            initialized = length
        }
    }

    private static func derive(
        _ inputKey: UnsafeRawBufferPointer, salt: UnsafeRawBufferPointer, info: UnsafeRawBufferPointer,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let context = unsafe EVP_KDF_CTX_new(Algorithm.hkdf.pointer) else { return false }
        defer { unsafe EVP_KDF_CTX_free(context) }
        let parameters = unsafe [
            Parameter.text("digest", DigestAlgorithm.sha256.name), Parameter.octets("key", inputKey),
            Parameter.octets("salt", salt), Parameter.octets("info", info), Parameter.end,
        ]
        return unsafe EVP_KDF_derive(context, output.baseAddress, output.count, parameters) == 1
    }

    /// Sendable, because an `EVP_KDF` never changes after it was fetched.
    @safe private struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer

        static let hkdf = Algorithm()

        private init() {
            guard let pointer = unsafe EVP_KDF_fetch(nil, "HKDF", nil) else {
                preconditionFailure("OpenSSL lacks HKDF")
            }
            unsafe self.pointer = pointer
        }
    }
}
