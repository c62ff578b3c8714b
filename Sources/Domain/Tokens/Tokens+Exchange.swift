package import Model
internal import Platform
package import Storage

extension Tokens {
    /// The subject of an ID token, if an access token of that moment and that client would still count, and what the ID token came from is
    /// still there: the session of a sign-in, or what was exchanged. Only machine users need neither.
    /// - Parameter skew: by how much `iat` was moved.
    package func subject(of idToken: IssuedIDTokens.Contents, skew: Duration) -> Query<Subject?> {
        // `iat` has the second only: the token may have been issued at its end.
        let second = Timestamp(seconds: idToken.claims["iat"]?.integerValue ?? 0)
        let subject = Query.activeSubject(
            idToken.subject, ofToken: "", session: idToken.sessionID, family: idToken.familyID,
            application: idToken.application, issuedAt: second + skew + .milliseconds(999))
        guard let session = idToken.sessionID else {
            return subject.and(.isAnyRevoked(idToken.origins)).map { (subject, isRevoked) in
                guard let subject, !isRevoked, subject.user.machine != nil || !idToken.origins.isEmpty else {
                    return nil
                }
                return subject
            }
        }
        let now = clock.now()
        return subject.and(.session(session)).map { (subject, session) in
            guard let session, session.terminatedAt == nil, !session.isExpired(at: now) else { return nil }
            return subject
        }
    }

    /// A user, if active with the organization.
    package func activeUser(_ id: User.ID) -> Query<Subject?> {
        .activeSubject(id, ofToken: "", issuedAt: .distantFuture)
    }
}
