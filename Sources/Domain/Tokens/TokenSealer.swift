package import Crypto
package import Model
package import Platform

/// The opaque forms of tokens: sealed under the master key, so that they need no row and cannot be altered.
///
/// Each kind is sealed as that kind and opens as no other.
package struct TokenSealer: Sendable {
    /// Tells people and secret scanners what they found.
    package static let personalAccessTokenPrefix = "alc_pat_"
    /// What is sealed is never longer; what is longer is not even decoded.
    static let greatestLength = AccessToken.greatestLength

    private let key: SealingKey

    package init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "access tokens"))
    }

    /// - Throws: ``DomainError/accessTokenTooLong``.
    func seal(_ token: AccessToken) throws(DomainError) -> String {
        try AccessToken.carriable(Base64URL.encode(key.seal(TokenBody.encode(token), kind: "access token")))
    }

    /// Returns `nil` for everything that ``seal(_:)`` of a service with this key did not make, to the last bit.
    func openAccessToken(_ text: String) -> AccessToken? {
        open(text, kind: "access token").flatMap(TokenBody.decode)
    }

    func seal(_ id: PersonalAccessToken.ID) -> String {
        Self.personalAccessTokenPrefix
            + Base64URL.encode(key.seal(Array(id.rawValue.utf8), kind: "personal access token"))
    }

    func openPersonalAccessToken(_ text: String) -> PersonalAccessToken.ID? {
        guard text.hasPrefix(Self.personalAccessTokenPrefix) else { return nil }
        let sealed = text.dropFirst(Self.personalAccessTokenPrefix.count)
        return open(String(sealed), kind: "personal access token")
            .map { PersonalAccessToken.ID(String(decoding: $0, as: UTF8.self)) }
    }

    /// The token of a session: which session, and which of its changes.
    package func seal(sessionToken tokenID: String, of session: Session.ID) -> String {
        Base64URL.encode(key.seal(Array("sess_\(session):\(tokenID)".utf8), kind: "session token"))
    }

    func openSessionToken(_ text: String) -> (session: Session.ID, tokenID: String)? {
        guard let bytes = open(text, kind: "session token") else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).dropFirst("sess_".count).split(separator: ":")
        guard parts.count == 2 else { return nil }
        return (Session.ID(String(parts[0])), String(parts[1]))
    }

    /// Whether the text is the one token of the session that counts.
    func opens(_ text: String, as session: Session) -> Bool {
        guard let opened = openSessionToken(text) else { return false }
        return opened.session == session.id
            && ConstantTime.equal(Array(opened.tokenID.utf8), Array(session.tokenID.utf8))
    }

    /// The code that answers an Authentication Request.
    package func seal(codeOf request: AuthRequest.ID) -> String {
        Base64URL.encode(key.seal(Array(request.rawValue.utf8), kind: "authorization code"))
    }

    func openCode(_ text: String) -> AuthRequest.ID? {
        open(text, kind: "authorization code").map { AuthRequest.ID(String(decoding: $0, as: UTF8.self)) }
    }

    /// A refresh token: which family, and which of its generations.
    func seal(refreshTokenOf family: TokenFamily.ID, generation: Int64) -> String {
        Base64URL.encode(key.seal(Array("\(family):\(generation)".utf8), kind: "refresh token"))
    }

    func openRefreshToken(_ text: String) -> (family: TokenFamily.ID, generation: Int64)? {
        guard let bytes = open(text, kind: "refresh token") else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":")
        guard parts.count == 2, let generation = Int64(parts[1]) else { return nil }
        return (TokenFamily.ID(String(parts[0])), generation)
    }

    /// What a browser carries to the page of ours that posts the response to a request: not the response, which may be
    /// longer than an address can be.
    package func seal(responseTo request: AuthRequest.ID, until expiry: Timestamp) -> String {
        Base64URL.encode(key.seal(Array("\(request):\(expiry.milliseconds)".utf8), kind: "authorization response"))
    }

    package func openResponse(_ text: String) -> (request: AuthRequest.ID, expiry: Timestamp)? {
        guard let bytes = open(text, kind: "authorization response") else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":")
        guard parts.count == 2, let expiry = Int64(parts[1]) else { return nil }
        return (AuthRequest.ID(String(parts[0])), Timestamp(milliseconds: expiry))
    }

    private func open(_ text: String, kind: StaticString) -> [UInt8]? {
        guard text.utf8.count <= Self.greatestLength, let box = Base64URL.decode(text) else { return nil }
        return key.open(box, kind: kind)
    }
}
