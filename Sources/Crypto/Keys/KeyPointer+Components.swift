internal import COpenSSL

extension KeyPointer {
    /// Builds a public key from its values. OpenSSL refuses points that are not on the curve.
    init(_ components: PublicComponents) throws(CryptoError) {
        switch components {
        case .rsa(let modulus, let exponent):
            // OpenSSL reads integers in the machine's byte order, so they go through its own big number.
            try self.init(rsa: modulus, exponent)
        case .ec(let curve, let x, let y):
            guard x.count == curve.coordinateLength, y.count == curve.coordinateLength else { throw .malformedKey }
            let point = [UInt8(POINT_CONVERSION_UNCOMPRESSED.rawValue)] + x + y
            let key = try unsafe point.withUnsafeBufferPointer { (point) throws(CryptoError) -> OpaquePointer in
                let parameters = unsafe [
                    Parameter.text("group", curve.name), Parameter.octets("pub", UnsafeRawBufferPointer(point)),
                    Parameter.end,
                ]
                return try unsafe Self.build("EC", parameters)
            }
            unsafe self.init(owning: key)
        case .ed25519(let bytes):
            guard bytes.count == 32 else { throw .malformedKey }
            guard let key = unsafe EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, bytes, bytes.count) else {
                throw .discardingQueue(.invalidKey)
            }
            unsafe self.init(owning: key)
        }
    }

    private init(rsa modulus: [UInt8], _ exponent: [UInt8]) throws(CryptoError) {
        // Bounded before OpenSSL sees them: its own limits are far higher.
        guard (1...KeyKind.rsaBits.upperBound / 8).contains(modulus.count), (1...8).contains(exponent.count),
            modulus.first != 0, exponent.first != 0
        else { throw .malformedKey }
        let n = unsafe BN_bin2bn(modulus, Int32(modulus.count), nil)
        defer { unsafe BN_free(n) }
        let e = unsafe BN_bin2bn(exponent, Int32(exponent.count), nil)
        defer { unsafe BN_free(e) }
        guard let builder = unsafe OSSL_PARAM_BLD_new() else { throw .openSSL("build a key") }
        defer { unsafe OSSL_PARAM_BLD_free(builder) }
        let nName: StaticString = "n"
        let eName: StaticString = "e"
        guard unsafe OSSL_PARAM_BLD_push_BN(builder, nName.cString, n) == 1,
            unsafe OSSL_PARAM_BLD_push_BN(builder, eName.cString, e) == 1,
            let parameters = unsafe OSSL_PARAM_BLD_to_param(builder)
        else { throw .openSSL("build a key") }
        defer { unsafe OSSL_PARAM_free(parameters) }
        unsafe self.init(owning: try Self.build("RSA", UnsafeMutablePointer(parameters)))
    }

    private static func build(_ family: String, _ parameters: [OSSL_PARAM]) throws(CryptoError) -> OpaquePointer {
        var parameters = unsafe parameters
        return try unsafe parameters.withUnsafeMutableBufferPointer { (list) throws(CryptoError) in
            guard let start = list.baseAddress else { throw .invalidKey }
            return try unsafe build(family, start)
        }
    }

    private static func build(
        _ family: String, _ parameters: UnsafeMutablePointer<OSSL_PARAM>
    ) throws(CryptoError) -> OpaquePointer {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, family, nil) else { throw .openSSL("build a key") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        let selection = OSSL_KEYMGMT_SELECT_ALL_PARAMETERS | OSSL_KEYMGMT_SELECT_PUBLIC_KEY
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &key, selection, parameters) == 1, let key = unsafe key
        else { throw .discardingQueue(.invalidKey) }
        return unsafe key
    }
}
