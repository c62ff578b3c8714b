internal import Platform

/// What a token has to say to be taken for one of its kind (RFC 8725 §3.8 to §3.12).
package struct JWTClaimPolicy: Sendable {
    /// Which values of `typ` are accepted (RFC 8725 §3.11).
    package struct TypeRule: Sendable {
        private let types: Set<String>
        private let acceptsAbsence: Bool

        /// No `typ`, or `JWT`: tokens from before explicit typing. Every other kind is kept out.
        package static let jwt = TypeRule(types: ["jwt"], acceptsAbsence: true)

        /// No `typ`, `JWT`, or the explicit type of RFC 7523bis for client assertions.
        package static let assertion = TypeRule(
            types: ["jwt", "client-authentication+jwt"], acceptsAbsence: true)

        /// One explicit type, such as `at+jwt` (RFC 9068 §2.1), `logout+jwt` or `dpop+jwt`.
        package static func exactly(_ type: String) -> TypeRule {
            TypeRule(types: [JWSHeader.normalized(type)], acceptsAbsence: false)
        }

        func accepts(_ type: String?) -> Bool {
            if let type { types.contains(type) } else { acceptsAbsence }
        }
    }

    /// Whom a token must be meant for (RFC 8725 §3.9).
    package enum AudienceRule: Sendable {
        /// Not looked at: the caller finds out what the token is for.
        case any
        /// At least one of these.
        case contains(Set<String>)
        /// At least one of these and nobody else: a token for several could be passed on by each of them.
        case only(Set<String>)

        func accepts(_ audience: [String]) -> Bool {
            switch self {
            case .any: true
            case .contains(let names): audience.contains(where: names.containsExactly)
            case .only(let names): !audience.isEmpty && audience.allSatisfy(names.containsExactly)
            }
        }
    }

    package enum SubjectRule: Sendable {
        case optional, required
        /// The token speaks for its own issuer (RFC 7523 §3: client authentication).
        case sameAsIssuer
    }

    package enum ExpiryRule: Sendable {
        case required, ifPresent
        /// For hints, which may be old (OpenID Connect RP-Initiated Logout §2).
        case ignored
    }

    package var type: TypeRule
    /// `nil` when the key already decides who the issuer is.
    package var issuers: Set<String>?
    package var audience: AudienceRule
    package var subject: SubjectRule
    package var expiry: ExpiryRule
    /// The greatest age by `iat`, which then is required.
    package var maximumAge: Duration?
    package var requiresIssuedAt: Bool
    package var requiresTokenID: Bool
    /// How far ahead of ours the sender's clock may be, for `nbf` and `iat`. `exp` gets nothing: the sender chose it.
    package var leeway: Duration

    package init(
        type: TypeRule, issuers: Set<String>?, audience: AudienceRule, subject: SubjectRule = .required,
        expiry: ExpiryRule = .required, maximumAge: Duration? = nil, requiresIssuedAt: Bool = false,
        requiresTokenID: Bool = false, leeway: Duration = .seconds(10)
    ) {
        self.type = type
        self.issuers = issuers
        self.audience = audience
        self.subject = subject
        self.expiry = expiry
        self.maximumAge = maximumAge
        self.requiresIssuedAt = requiresIssuedAt
        self.requiresTokenID = requiresTokenID
        self.leeway = leeway
    }

    /// A client assertion or authorization grant (RFC 7523 §3): by and about its issuer, for us alone, at most an hour
    /// old.
    package static func assertion(issuer: String, audience: Set<String>) -> JWTClaimPolicy {
        JWTClaimPolicy(
            type: .assertion, issuers: [issuer], audience: .only(audience), subject: .sameAsIssuer,
            maximumAge: .hours(1))
    }
}

extension Set<String> {
    /// Whether one of these is the same text, code point for code point.
    func containsExactly(_ text: String) -> Bool {
        contains { $0.isExactly(text) }
    }
}

extension String {
    /// Whether both are the same code points. `==` also holds for canonically equivalent texts, so that a KELVIN SIGN
    /// equals a K; claims are compared without any such transformation (RFC 7519 §7.3).
    func isExactly(_ other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
