package import Crypto
package import Model
package import Platform
package import Storage

/// Checks the passwords that authenticator applications show.
package struct TOTPFactors: Sendable {
    let secrets: TOTPSecrets

    package init(masterKey: MasterKey) {
        secrets = TOTPSecrets(masterKey: masterKey)
    }

    /// The time step whose password this is; `nil` for a wrong one, and for one that was used before.
    ///
    /// Whoever accepts it spends the step with `useTOTPStep(_:of:)` in the same transaction.
    /// - Throws: `COMMAND-3Mif9s` when no application is registered.
    package func step(
        of code: String, for user: User.ID, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Int64? {
        guard let factor = try tx.totpFactor(of: user), factor.isReady else {
            throw DomainError(
                .failedPrecondition, "COMMAND-3Mif9s", "Multifactor OTP (OneTimePassword) isn't ready")
        }
        guard let step = try step(of: code, factor, at: now), step > factor.lastStep else { return nil }
        return step
    }

    /// - Throws: an internal error when the secret was sealed under another master key.
    func step(of code: String, _ factor: TOTPFactor, at now: Timestamp) throws(DomainError) -> Int64? {
        guard let secret = secrets.open(factor.secret) else { throw .internalFault }
        return TOTP.step(of: code, secret: secret, atUnixSeconds: now.milliseconds / 1000)
    }
}
