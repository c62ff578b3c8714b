package import Model
internal import Storage

extension Transaction {
    /// Nobody closes their own last way into their account, because nobody but an administrator could open it again: who
    /// has just given up a first factor of their own must have another one, with which they could sign in now. That is a
    /// password, a passkey or an account at an identity provider, as far as the login settings of their organization allow
    /// it. Administrators may take everything away from others.
    ///
    /// Asked after the removal and in its transaction, so that of two removals at once the one that comes second is undone.
    /// - Throws: ``DomainError/lastWayIn``.
    borrowing func requireWayIn(of user: User, by caller: Caller) throws(DomainError) {
        guard caller.userID == user.id else { return }
        let login = try settings(LoginSettings.self, of: user.organizationID).value
        let methods = try answer(to: .authenticationMethods(of: user.id, at: nil))
        if login.allowsPassword, methods.contains(.password) { return }
        if login.allowsPasskeys, methods.contains(.passkey) { return }
        if methods.contains(.identityProvider) {
            let linked = try answer(to: .identityProviders(linkedTo: user.id))
            let offered = try offeredProviders(to: user.organizationID)
            if offered.contains(where: { linked.contains($0.id) }) { return }
        }
        throw .lastWayIn
    }
}

extension DomainError {
    /// Without what was to be removed its owner could not sign in any more.
    package static let lastWayIn = DomainError(
        .failedPrecondition, "COMMAND-L4st1", "Users do not remove their own last way to sign in")
}
