internal import COpenSSL

/// Builds the name-and-value list that OpenSSL's algorithms are configured with.
///
/// OpenSSL keeps the pointer to a name, so names are literals, which live as long as the process; the memory behind
/// octets has to outlive the use of the list.
enum Parameter {
    static func text(_ name: StaticString, _ value: StaticString) -> OSSL_PARAM {
        unsafe OSSL_PARAM_construct_utf8_string(name.cString, UnsafeMutablePointer(mutating: value.cString), 0)
    }

    static func octets(_ name: StaticString, _ bytes: UnsafeRawBufferPointer) -> OSSL_PARAM {
        unsafe OSSL_PARAM_construct_octet_string(
            name.cString, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Closes every list.
    static var end: OSSL_PARAM { unsafe OSSL_PARAM_construct_end() }
}

extension StaticString {
    /// The literal's text, NUL-terminated, as `utf8Start` promises.
    var cString: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
