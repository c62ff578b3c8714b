internal import JOSE
package import Outbound

/// Why a sign-in at an identity provider came to nothing.
package enum FederationFault: Error, Sendable, Hashable {
    /// The provider refused, perhaps because the person did (RFC 6749 §4.1.2.1 and §5.2).
    case refused(code: String, description: String)
    case unreachable(OutboundError.Kind)
    /// An endpoint answered with a status that is none of its.
    case status(Int)
    /// What the provider sent lacks something, or is not of the form that it must have. The name is ours.
    case malformed(String)
    /// The provider says that it is another one (OpenID Connect Discovery 1.0 §4.3, RFC 9207 §2.4).
    case wrongIssuer
    /// The ID token proves nothing (OpenID Connect Core 1.0 §3.1.3.7).
    case idToken(IDTokenFault)
    /// Userinfo speaks of somebody else than the ID token (OpenID Connect Core 1.0 §5.3.2).
    case wrongSubject
    /// The person was to prove there anew who they are, and has not.
    case oldProof
    /// The provider is no longer used.
    case inactive
}

/// What is wrong with an ID token.
package enum IDTokenFault: Sendable, Hashable {
    /// Form, key, signature or a registered claim.
    case token(String)
    case wrongNonce
    case wrongAuthorizedParty
    case wrongAccessTokenHash

    init(_ error: JOSEError) {
        self = .token("\(error)")
    }
}

extension FederationFault {
    /// What a client is told, as a code of RFC 6749 §4.1.2.1.
    package var code: String {
        switch self {
        case .refused(let code, _): code
        case .unreachable: "temporarily_unavailable"
        case .status, .malformed, .wrongIssuer, .idToken, .wrongSubject: "server_error"
        // OpenID Connect Core 1.0 §3.1.2.6.
        case .oldProof: "login_required"
        case .inactive: "access_denied"
        }
    }

    /// What a client is told in words.
    package var description: String {
        switch self {
        case .refused(_, let description): description
        case .unreachable: "The identity provider was not reached"
        case .status, .malformed: "The identity provider gave an answer that is none"
        case .wrongIssuer, .idToken, .wrongSubject: "The answer of the identity provider cannot be trusted"
        case .oldProof: "The identity provider has not asked for a new sign-in"
        case .inactive: "The identity provider is not used any more"
        }
    }

    /// What the log says: never a token, nor what a server wrote that is no code.
    var reason: String {
        switch self {
        case .refused(let code, _): "it refused: \(code)"
        case .unreachable(let kind): kind.rawValue
        case .status(let status): "it answered \(status)"
        case .malformed(let name): "\(name) is missing or malformed"
        case .wrongIssuer: "it says that it is another issuer"
        case .idToken(.token(let fault)): "ID token: \(fault)"
        case .idToken(.wrongNonce): "ID token: of another sign-in"
        case .idToken(.wrongAuthorizedParty): "ID token: issued to another client"
        case .idToken(.wrongAccessTokenHash): "ID token: of another access token"
        case .wrongSubject: "userinfo is about somebody else"
        case .oldProof: "ID token: of a sign-in before this one"
        case .inactive: "it is not used any more"
        }
    }

    /// A refusal in the words of a provider.
    /// - Parameters:
    ///   - code: left out of it is what is no code of RFC 6749.
    ///   - description: the same.
    static func refusal(_ code: String, _ description: String?) -> FederationFault {
        let isCode = !code.isEmpty && code.utf8.count <= 64 && code.utf8.allSatisfy(isAllowed)
        let words = description.flatMap { $0.utf8.count <= 300 && $0.utf8.allSatisfy(isAllowed) ? $0 : nil }
        return .refused(code: isCode ? code : "server_error", description: words ?? "The identity provider refused")
    }

    /// RFC 6749 §4.1.2.1: `%x20-21 / %x23-5B / %x5D-7E`.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
}
