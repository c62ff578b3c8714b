/// JOSE owns signed JSON: algorithms, keys in JSON, compact signatures, tokens of claims and the rules they are held to.
///
/// It knows no grant, client or user: which key belongs to whom, and which rules a kind of token follows, its callers say.
package import Crypto

/// Why a token or key was refused: for the log. What the sender may read is for the endpoint to say.
///
/// No case carries text of the sender; the names in it are ours.
package enum JOSEError: Error, Sendable, Hashable {
    // MARK: the compact form

    /// More bytes than any token of ours or of our clients has.
    case tooLong
    /// Not two dots between three parts: JSON serialisation, encryption, or something else.
    case notCompact
    /// A part is not base64url in its one canonical spelling.
    case invalidBase64URL(JWSPart)
    /// The header is no JSON object, or one with doubled members or invalid UTF-8.
    case invalidHeader
    /// `alg` is missing, unknown, `none`, symmetric, or spelled in another case.
    case unsupportedAlgorithm
    /// `crit` (RFC 7515 §4.1.11): no extension is understood here.
    case criticalHeader
    /// A parameter that changes how the rest is read: `b64`, `zip`, `enc`, `cty` of a nested token.
    case unsupportedHeader(String)
    /// `kid` is no text of 1 to 256 bytes.
    case invalidKeyID
    case missingSignature

    // MARK: the signature

    case unknownKey
    /// The key is not for this algorithm (RFC 8725 §3.1).
    case algorithmNotAllowed
    case invalidSignature

    // MARK: the claims

    /// The payload is no JSON object, or one with doubled members or invalid UTF-8.
    case invalidPayload
    /// `typ` says that this is another kind of token (RFC 8725 §3.11).
    case wrongType
    case missingClaim(String)
    /// The claim is there, but not of the form that RFC 7519 §4.1 gives it.
    case malformedClaim(String)
    case wrongIssuer
    case wrongSubject
    case wrongAudience
    case expired
    case notYetValid
    case issuedInFuture
    case tooOld

    // MARK: keys

    case malformedKey(String)
    case unsupportedKey
    /// Members of a private or symmetric key, where only a public one may be.
    case privateKeyMaterial
    /// `use` or `key_ops` dedicates the key to something else.
    case wrongKeyUse
    /// The library failed where its input was valid.
    case crypto(CryptoError)
}

/// A part of a compact JWS (RFC 7515 §7.1).
package enum JWSPart: String, Sendable, Hashable {
    case header, payload, signature
}
