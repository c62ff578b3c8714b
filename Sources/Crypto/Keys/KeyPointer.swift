internal import COpenSSL

/// An `EVP_PKEY`: owned once, freed at the end of its scope, wiped by OpenSSL where it is private.
@safe struct KeyPointer: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// A value of the key, big-endian: without leading zeros, or padded to `length`.
    borrowing func number(_ name: StaticString, length: Int? = nil) throws(CryptoError) -> [UInt8] {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(pointer, name.cString, &number) == 1 else {
            throw .openSSL("read a value of a key")
        }
        defer { unsafe BN_free(number) }
        let count = length ?? (Int(unsafe BN_num_bits(number)) + 7) / 8
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe Int(BN_bn2binpad(number, &bytes, Int32(count))) == count else { throw .invalidKey }
        return bytes
    }

    borrowing func integer(_ name: StaticString) throws(CryptoError) -> Int32 {
        var value: Int32 = 0
        guard unsafe EVP_PKEY_get_int_param(pointer, name.cString, &value) == 1 else {
            throw .openSSL("read a value of a key")
        }
        return value
    }

    /// The name of the curve; empty when the curve has none.
    borrowing func groupName() throws(CryptoError) -> String {
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else {
            throw .discardingQueue(.unsupportedKey)
        }
        return String(decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    borrowing func components(_ kind: KeyKind) throws(CryptoError) -> PublicComponents {
        switch kind {
        case .rsa: return .rsa(modulus: try number("n"), exponent: try number("e"))
        case .ec(let curve):
            let length = curve.coordinateLength
            return .ec(curve, x: try number("qx", length: length), y: try number("qy", length: length))
        case .ed25519:
            var bytes = [UInt8](repeating: 0, count: 32)
            var count = bytes.count
            guard unsafe EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1, count == 32 else {
                throw .openSSL("read an Ed25519 key")
            }
            return .ed25519(bytes)
        }
    }
}

/// A shared, accepted key.
///
/// Sendable, because an `EVP_PKEY` is not changed after this object owns it; OpenSSL guards what it caches in one with
/// locks of its own (openssl-threads(7)).
final class KeyHandle: @unchecked Sendable {
    let key: KeyPointer
    let kind: KeyKind
    let components: PublicComponents

    init(_ key: consuming KeyPointer) throws(CryptoError) {
        kind = try KeyKind(key)
        components = try key.components(kind)
        self.key = key
    }
}
