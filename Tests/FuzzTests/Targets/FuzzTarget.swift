/// A parser with what must hold for every input of it, however it was made.
struct FuzzTarget: Sendable {
    /// Also the name of its corpus, `Fixtures/fuzz/<name>`, and of its dictionary, `Fixtures/fuzz/<name>.dict`.
    let name: String
    /// Bytes of the longest input that is tried.
    let longest: Int
    /// Fails with what does not hold. A trap is for the runner to notice.
    let check: @Sendable ([UInt8]) throws(Violation) -> Void

    static let all = [
        FuzzTarget(name: "http-request", longest: 3000, check: HTTPRequestTarget.check),
        FuzzTarget(name: "http-chunked", longest: 2000, check: ChunkedTarget.check),
        FuzzTarget(name: "http-form", longest: 4000, check: FormTarget.check),
        FuzzTarget(name: "http-address", longest: 600, check: AddressTarget.check),
        FuzzTarget(name: "http-cookie", longest: 1000, check: CookieTarget.check),
        FuzzTarget(name: "jws", longest: 2000, check: JWSTarget.check),
        FuzzTarget(name: "jwt-claims", longest: 1500, check: ClaimsTarget.check),
        FuzzTarget(name: "jwk", longest: 4000, check: JWKTarget.check),
        FuzzTarget(name: "sealed-token", longest: 1000, check: SealedTokenTarget.check),
        FuzzTarget(name: "token-body", longest: 1000, check: TokenBodyTarget.check),
        FuzzTarget(name: "key", longest: 4000, check: KeyTarget.check),
        FuzzTarget(name: "password-hash", longest: 600, check: PasswordHashTarget.check),
        FuzzTarget(name: "timestamp", longest: 64, check: TimestampTarget.check),
        FuzzTarget(name: "base64", longest: 1000, check: Base64Target.check),
        FuzzTarget(name: "json", longest: 4000, check: JSONTarget.check),
        FuzzTarget(name: "scopes", longest: 1000, check: ScopesTarget.check),
        FuzzTarget(name: "uri", longest: 600, check: URITarget.check),
        FuzzTarget(name: "credentials", longest: 1000, check: CredentialsTarget.check),
        FuzzTarget(name: "cbor", longest: 2000, check: CBORTarget.check),
        FuzzTarget(name: "cose-key", longest: 1200, check: COSEKeyTarget.check),
        FuzzTarget(name: "authenticator-data", longest: 2500, check: AuthenticatorDataTarget.check),
        FuzzTarget(name: "attestation-object", longest: 4000, check: AttestationObjectTarget.check),
        FuzzTarget(name: "certificate", longest: 2000, check: CertificateTarget.check),
        FuzzTarget(name: "client-data", longest: 1000, check: ClientDataTarget.check),
        FuzzTarget(name: "message", longest: 4000, check: MessageTarget.check),
    ]
}

/// A rule that an input broke.
struct Violation: Error {
    let rule: String
}

/// Fails with the rule when it does not hold.
func hold(_ condition: Bool, _ rule: @autoclosure () -> String) throws(Violation) {
    guard condition else { throw Violation(rule: rule()) }
}

extension String {
    /// Whether both are the same bytes; `==` holds for canonically equivalent texts as well.
    func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Places to cut the bytes at: all of them for short inputs, else some that depend on the bytes alone.
func cuts(of bytes: [UInt8], limit: Int = 160) -> [Int] {
    guard bytes.count > limit else { return Array(bytes.indices) }
    var state = bytes.reduce(UInt64(bytes.count)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return (0..<12).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1
        return Int(state >> 33) % bytes.count
    }
}
