package import Model
internal import Storage

extension Transaction {
    /// Where the settings force two factors they also say which: users do not get around that by adding one of another
    /// kind with a token of their own. Who may change credentials of others may add any.
    /// - Throws: ``DomainError/factorNotOffered``.
    borrowing func requireOffered(
        _ factor: LoginSettings.SecondFactor, to user: User, by caller: Caller
    ) throws(DomainError) {
        try requireOffered(to: user, by: caller) { $0.secondFactors.contains(factor) }
    }

    borrowing func requireOffered(
        _ kind: WebAuthnCredential.Kind, to user: User, by caller: Caller
    ) throws(DomainError) {
        try requireOffered(to: user, by: caller) { login in
            switch kind {
            case .passkey: login.allowsPasskeys && login.multiFactors.contains(.passkey)
            case .u2f: login.secondFactors.contains(.u2f)
            }
        }
    }

    private borrowing func requireOffered(
        to user: User, by caller: Caller, _ isOffered: (LoginSettings) -> Bool
    ) throws(DomainError) {
        guard !caller.has(.userCredentialWrite, in: user.organizationID) else { return }
        let login = try settings(LoginSettings.self, of: user.organizationID).value
        guard login.forcesMFA || login.forcesMFAOnLocalUsers, !isOffered(login) else { return }
        throw .factorNotOffered
    }
}

extension DomainError {
    /// The settings force a second factor, and this kind is not among those that they offer.
    package static let factorNotOffered = DomainError(
        .failedPrecondition, "COMMAND-0fFr3", "The login settings force a second factor of another kind")
}
