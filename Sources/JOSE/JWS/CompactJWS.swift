internal import Platform

/// A token in the compact serialisation (RFC 7515 §7.1) whose form was checked and whose signature was not.
package struct CompactJWS: Sendable {
    package let header: JWSHeader
    private let bytes: [UInt8]
    private let payload: Range<Int>
    private let signature: [UInt8]

    /// Bytes of the longest token that is looked at.
    package static let longestToken = 16 * 1024
    private static let longestHeader = 4 * 1024

    /// Length and dots are counted before anything is copied, so that a megabyte of dots costs nothing.
    package init(_ token: String, longest: Int = longestToken) throws(JOSEError) {
        let text = token.utf8
        guard text.count <= longest else { throw .tooLong }
        guard text.first != UInt8(ascii: "{"), text.reduce(0, { $1 == UInt8(ascii: ".") ? $0 + 1 : $0 }) == 2 else {
            throw .notCompact
        }
        bytes = Array(text)
        guard let first = bytes.firstIndex(of: UInt8(ascii: ".")), let last = bytes.lastIndex(of: UInt8(ascii: "."))
        else { throw .notCompact }
        guard first <= Self.longestHeader else { throw .tooLong }
        guard let header = Base64URL.decode(bytes[..<first]) else { throw .invalidBase64URL(.header) }
        self.header = try JWSHeader(header)
        payload = first + 1..<last
        guard last + 1 < bytes.endIndex else { throw .missingSignature }
        guard let signature = Base64URL.decode(bytes[(last + 1)...]) else { throw .invalidBase64URL(.signature) }
        self.signature = signature
    }

    /// The payload, once the signature over it and the header has been found valid.
    package func verifiedPayload(_ key: VerificationKey) throws(JOSEError) -> [UInt8] {
        try key.verify(signature, of: bytes[..<payload.upperBound], header.algorithm)
        return try decodedPayload()
    }

    /// What the token claims about its issuer: good for finding the key that may prove it, and for nothing else.
    package func unverifiedIssuer() throws(JOSEError) -> String? {
        try JWTClaims(parsing: decodedPayload()).issuer
    }

    private func decodedPayload() throws(JOSEError) -> [UInt8] {
        guard let decoded = Base64URL.decode(bytes[payload]) else { throw .invalidBase64URL(.payload) }
        return decoded
    }
}
