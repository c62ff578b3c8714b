internal import Crypto
internal import Platform

@testable internal import Domain

/// Sealed tokens: nothing opens but what was sealed, as what it was sealed as.
enum SealedTokenTarget {
    /// The key of the sealed tokens in the corpus.
    private static let sealer: TokenSealer? = {
        do throws(CryptoError) {
            return TokenSealer(masterKey: try MasterKey(bytes: Array(0..<32)))
        } catch {
            return nil
        }
    }()

    /// The genuine ones among the seeds.
    private static let accessTokens = Corpus.texts("fuzz/sealed-token", prefix: "access-")
    private static let personalTokens = Corpus.texts("fuzz/sealed-token", prefix: "personal-")

    static func check(_ bytes: [UInt8]) throws(Violation) {
        guard let sealer, !accessTokens.isEmpty, !personalTokens.isEmpty else {
            throw Violation(rule: "the sealed tokens are missing")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let isAccessToken = sealer.openAccessToken(text) != nil
        try hold(isAccessToken == accessTokens.contains { text.isSame(as: $0) }, "an altered access token opens")
        let isPersonal = sealer.openPersonalAccessToken(text) != nil
        try hold(isPersonal == personalTokens.contains { text.isSame(as: $0) }, "an altered personal token opens")
        // One kind in the clothes of the other.
        let prefixed = TokenSealer.personalAccessTokenPrefix + text
        let isPrefixed = sealer.openPersonalAccessToken(prefixed) != nil
        try hold(isPrefixed == personalTokens.contains { prefixed.isSame(as: $0) }, "an access token opens as another")
    }
}
