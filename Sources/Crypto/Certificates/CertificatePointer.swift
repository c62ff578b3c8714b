internal import COpenSSL

/// An `X509`: owned once, freed at the end of its scope.
@safe struct CertificatePointer: ~Copyable {
    /// More than certificates of authenticators need.
    private static let greatestLength = 16 * 1024

    private let pointer: OpaquePointer

    init(der: [UInt8]) throws(CryptoError) {
        guard der.count <= Self.greatestLength else { throw .malformedCertificate }
        let certificate = unsafe der.withUnsafeBufferPointer { der -> OpaquePointer? in
            var next = der.baseAddress
            guard let certificate = unsafe d2i_X509(nil, &next, der.count) else { return nil }
            guard let start = der.baseAddress, unsafe next == start + der.count else {
                unsafe X509_free(certificate)
                return nil
            }
            return unsafe certificate
        }
        guard let certificate = unsafe certificate else { throw .discardingQueue(.malformedCertificate) }
        unsafe pointer = certificate
    }

    deinit { unsafe X509_free(pointer) }

    var version: Int { unsafe X509_get_version(pointer) + 1 }

    borrowing func publicKey() throws(CryptoError) -> KeyPointer {
        guard let key = unsafe X509_get_pubkey(pointer) else { throw .discardingQueue(.malformedCertificate) }
        return unsafe KeyPointer(owning: key)
    }

    /// The text of a part of the subject's name; `nil` unless it is there exactly once.
    borrowing func name(_ part: Int32) -> String? {
        guard let name = unsafe X509_get_subject_name(pointer) else { return nil }
        let index = unsafe X509_NAME_get_index_by_NID(name, part, -1)
        guard index >= 0, unsafe X509_NAME_get_index_by_NID(name, part, index) < 0,
            let entry = unsafe X509_NAME_get_entry(name, index), let data = unsafe X509_NAME_ENTRY_get_data(entry)
        else { return nil }
        var utf8: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&utf8, data)
        guard count >= 0, let text = unsafe utf8 else {
            ERR_clear_error()
            return nil
        }
        defer { unsafe CRYPTO_free(text, nil, 0) }
        return unsafe String(validating: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
    }

    /// What the basic constraints say, or `nil` when there are none.
    borrowing func isAuthority() throws(CryptoError) -> Bool? {
        let flags = unsafe X509_get_extension_flags(pointer)
        // Set when an extension that OpenSSL knows cannot be read, or is there twice.
        guard flags & UInt32(EXFLAG_INVALID) == 0 else { throw .discardingQueue(.malformedCertificate) }
        return flags & UInt32(EXFLAG_BCONS) != 0 ? flags & UInt32(EXFLAG_CA) != 0 : nil
    }

    /// - Parameter identifier: an object identifier in decimal numbers.
    /// - Returns: `nil` when the certificate does not have the extension.
    /// - Throws: `.malformedCertificate` when it has it twice.
    borrowing func `extension`(_ identifier: StaticString) throws(CryptoError) -> Certificate.Extension? {
        guard let object = unsafe OBJ_txt2obj(identifier.cString, 1) else { throw .openSSL("name an extension") }
        defer { unsafe ASN1_OBJECT_free(object) }
        let index = unsafe X509_get_ext_by_OBJ(pointer, object, -1)
        guard index >= 0 else { return nil }
        guard unsafe X509_get_ext_by_OBJ(pointer, object, index) < 0, let found = unsafe X509_get_ext(pointer, index),
            let data = unsafe X509_EXTENSION_get_data(found), let bytes = unsafe ASN1_STRING_get0_data(data)
        else { throw .malformedCertificate }
        let count = Int(unsafe ASN1_STRING_length(data))
        return unsafe Certificate.Extension(
            isCritical: X509_EXTENSION_get_critical(found) != 0,
            value: Array(UnsafeBufferPointer(start: bytes, count: count)))
    }
}
