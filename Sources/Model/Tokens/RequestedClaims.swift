/// Single claims that an application asked for besides those of its scopes (OpenID Connect Core §5.5). Only names that
/// this service knows are in it.
package struct RequestedClaims: Sendable, Hashable {
    package var idToken: [String]
    package var userInfo: [String]
    /// Who must be the one that signs in.
    package var subject: String?
    /// The values that were asked for of `acr`, the most wanted first.
    package var contextClasses: [String]

    package init(
        idToken: [String] = [], userInfo: [String] = [], subject: String? = nil, contextClasses: [String] = []
    ) {
        self.idToken = idToken
        self.userInfo = userInfo
        self.subject = subject
        self.contextClasses = contextClasses
    }
}
