package import Model

extension AccessToken {
    /// Characters of the longest one that is made, in either form. All fields of a request may take 16 KiB, and a quarter
    /// is left for the others: a longer token could be shown nowhere, not even to be revoked.
    package static let greatestLength = 12 * 1024

    /// - Throws: ``DomainError/accessTokenTooLong``.
    static func carriable(_ text: String) throws(DomainError) -> String {
        guard text.utf8.count <= greatestLength else { throw .accessTokenTooLong }
        return text
    }
}

extension DomainError {
    /// By its scopes, whom they say it is for, or what a JWT tells of its subject.
    package static let accessTokenTooLong = DomainError(
        .invalidArgument, "OIDC-L0ngT", "The access token would be too long")
}
