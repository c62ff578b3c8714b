/// The part of a user that is a service account.
package struct Machine: Sendable, Hashable {
    package enum AccessTokenType: String, Sendable, CaseIterable {
        /// An opaque token.
        case bearer
        /// A JWT (RFC 9068).
        case jwt
    }

    package var name: String
    package var description: String
    package var accessTokenType: AccessTokenType
    package var hasSecret: Bool

    package init(
        name: String, description: String = "", accessTokenType: AccessTokenType = .bearer, hasSecret: Bool = false
    ) {
        self.name = name
        self.description = description
        self.accessTokenType = accessTokenType
        self.hasSecret = hasSecret
    }
}
