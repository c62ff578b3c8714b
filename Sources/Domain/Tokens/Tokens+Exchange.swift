package import Model
internal import Platform
package import Storage

extension Tokens {
    /// The subject of an ID token, if an access token of that moment and of that session would still count.
    /// - Parameter skew: by how much `iat` was moved.
    package func subject(of idToken: IssuedIDTokens.Contents, skew: Duration) -> Query<Subject?> {
        // `iat` has the second only: the token may have been issued at its end.
        let second = Timestamp(seconds: idToken.claims["iat"]?.integerValue ?? 0)
        return .activeSubject(
            idToken.subject, ofToken: "", session: idToken.sessionID, issuedAt: second + skew + .milliseconds(999))
    }

    /// A user, if active with the organization.
    package func activeUser(_ id: User.ID) -> Query<Subject?> {
        .activeSubject(id, ofToken: "", issuedAt: .distantFuture)
    }
}
