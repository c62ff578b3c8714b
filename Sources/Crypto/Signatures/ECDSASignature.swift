internal import COpenSSL

/// Converts between the two encodings of an ECDSA signature: r and s one after the other, as JOSE has it
/// (RFC 7518 §3.4), and the DER that OpenSSL speaks.
enum ECDSASignature {
    /// More than the DER of any signature on the curves here (P-521: 139).
    static let longestDER = 160

    /// - Parameter der: what OpenSSL wrote.
    static func joined(der: UnsafeBufferPointer<UInt8>, _ curve: EllipticCurve) -> [UInt8]? {
        var next = der.baseAddress
        guard let signature = unsafe d2i_ECDSA_SIG(nil, &next, der.count) else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        let length = curve.coordinateLength
        let joined = unsafe [UInt8](unsafeUninitializedCapacity: 2 * length) { buffer, initialized in
            guard let start = buffer.baseAddress,
                unsafe BN_bn2binpad(ECDSA_SIG_get0_r(signature), start, Int32(length)) == length,
                unsafe BN_bn2binpad(ECDSA_SIG_get0_s(signature), start + length, Int32(length)) == length
            else { return }
            initialized = 2 * length
        }
        return joined.isEmpty ? nil : joined
    }

    /// - Parameter strictDER: what a stranger wrote.
    /// - Returns: `nil` unless writing both numbers gives the same bytes again.
    static func joined(strictDER der: [UInt8], _ curve: EllipticCurve) -> [UInt8]? {
        guard der.count <= longestDER else { return nil }
        let numbers = unsafe der.withUnsafeBufferPointer { der -> [UInt8]? in unsafe joined(der: der, curve) }
        guard let numbers, self.der(joined: numbers, curve) == der else {
            ERR_clear_error()
            return nil
        }
        return numbers
    }

    /// `nil` unless the length is exact and 0 < r < n and 0 < s < n (FIPS 186-5 §6.4.2; zeros passed in CVE-2022-21449).
    /// All of it is checked before anything is converted, so no length can drive an allocation.
    static func der(joined: [UInt8], _ curve: EllipticCurve) -> [UInt8]? {
        let length = curve.coordinateLength
        guard joined.count == 2 * length, isInRange(joined[..<length], curve), isInRange(joined[length...], curve)
        else { return nil }
        guard let signature = unsafe ECDSA_SIG_new() else { return nil }
        defer { unsafe ECDSA_SIG_free(signature) }
        return unsafe joined.withUnsafeBufferPointer { joined -> [UInt8]? in
            guard let start = joined.baseAddress, let r = unsafe BN_bin2bn(start, Int32(length), nil) else {
                return nil
            }
            guard let s = unsafe BN_bin2bn(start + length, Int32(length), nil) else {
                unsafe BN_free(r)
                return nil
            }
            // From here on the signature owns both numbers.
            guard unsafe ECDSA_SIG_set0(signature, r, s) == 1 else { return nil }
            return unsafe [UInt8](unsafeUninitializedCapacity: longestDER) { buffer, initialized in
                guard unsafe i2d_ECDSA_SIG(signature, nil) <= longestDER else { return }
                var next = buffer.baseAddress
                initialized = max(0, Int(unsafe i2d_ECDSA_SIG(signature, &next)))
            }
        }
    }

    private static func isInRange(_ number: ArraySlice<UInt8>, _ curve: EllipticCurve) -> Bool {
        number.contains { $0 != 0 } && number.lexicographicallyPrecedes(curve.order)
    }
}
