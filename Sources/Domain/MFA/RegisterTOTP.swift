internal import Crypto
package import Model
package import Platform
internal import Storage

/// What an authenticator application needs, shown once.
package struct TOTPOffer: Sendable {
    /// In base32.
    package let secret: Secret<String>
    /// The secret with everything else, for a QR code.
    package let uri: Secret<String>
}

/// The same, kept in the store until a first password is shown.
package struct TOTPRegistration: Sendable {
    package let details: ObjectDetails
    package let secret: Secret<String>
    package let uri: Secret<String>
}

extension SecondFactors {
    /// Makes a secret for an authenticator application. It becomes a factor once the user has shown a password of it;
    /// until then another call makes another secret.
    /// - Throws: `COMMAND-SqyJz` for an unknown user or a machine, `COMMAND-do9se` when an application is registered,
    ///   ``DomainError/factorNotOffered``.
    package func registerTOTP(of id: User.ID, by caller: Caller) async throws(DomainError) -> TOTPRegistration {
        let secret = SecureRandom.bytes(TOTP.secretLength)
        let sealed = totp.secrets.seal(secret)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let missing = DomainError(.failedPrecondition, "COMMAND-SqyJz", "User could not be found")
            let user = try tx.factorOwner(id, .userCredentialWrite, caller, missing: missing)
            guard let human = user.human else { throw missing }
            try tx.requireOffered(.totp, to: user, by: caller)
            guard try tx.beginTOTP(secret: sealed, of: id, at: now) else { throw .factorIsSetUp("COMMAND-do9se") }
            let details = try tx.record(
                "user.human.mfa.otp.added", of: id, in: user.organizationID, by: caller.userID, at: now)
            let offer = offer(secret, to: user, human)
            return TOTPRegistration(details: details, secret: offer.secret, uri: offer.uri)
        }
    }

    /// Makes a secret and stores nothing: it becomes the factor, in place of the one before, when a session is shown a
    /// password of it (``SessionChecks/newTOTP``). Until then whoever asked keeps it.
    package func offerTOTP(to user: User) throws(DomainError) -> TOTPOffer {
        guard let human = user.human else { throw .internalFault }
        return offer(SecureRandom.bytes(TOTP.secretLength), to: user, human)
    }

    private func offer(_ secret: [UInt8], to user: User, _ human: Human) -> TOTPOffer {
        let account = user.preferredLoginName.isEmpty ? human.email : user.preferredLoginName
        let text = Base32.encode(secret)
        return TOTPOffer(secret: Secret(text), uri: Secret(uri(account: account, secret: text)))
    }

    /// Finishes the registration with a first password, which counts no more afterwards.
    ///
    /// A wrong one is tried again as often as one likes. It guesses nothing that would be worth it: who may call this may
    /// also begin a registration, and is shown its secret.
    /// - Throws: `COMMAND-3Mif9s` when none was begun, `COMMAND-qx4ls` when it is finished, `EVENT-8isk2` for a wrong
    ///   password.
    package func verifyTOTP(
        _ code: String, of id: User.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.factorOwner(id, .userCredentialWrite, caller)
            guard let factor = try tx.totpFactor(of: id) else { throw .noFactor("COMMAND-3Mif9s") }
            guard !factor.isReady else {
                throw DomainError(.failedPrecondition, "COMMAND-qx4ls", "Errors.Users.MFA.OTP.AlreadyReady")
            }
            guard let step = try totp.step(of: code, factor, at: now) else {
                throw DomainError(.invalidArgument, "EVENT-8isk2", "Invalid code")
            }
            guard try tx.finishTOTP(of: id, step: step, at: now) else { throw .internalFault }
            try tx.clearFailedChecks(of: id, .totp)
            return try tx.record(
                "user.human.mfa.otp.verified", of: id, in: user.organizationID, by: caller.userID, at: now)
        }
    }

    /// - Throws: `COMMAND-Hd9sd` when there is none, begun or finished.
    package func removeTOTP(of id: User.ID, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.factorOwner(id, .userWrite, caller)
            guard try tx.deleteTOTP(of: id) else { throw .noFactor("COMMAND-Hd9sd") }
            try tx.clearFailedChecks(of: id, .totp)
            try tx.clearChecks(of: id, .totp)
            return try tx.record(
                "user.human.mfa.otp.removed", of: id, in: user.organizationID, by: caller.userID, at: now)
        }
    }

    /// The address that authenticator applications read from QR codes.
    private func uri(account: String, secret: String) -> String {
        let (issuer, account) = (Self.escaped(issuer), Self.escaped(account))
        return "otpauth://totp/\(issuer):\(account)?algorithm=SHA1&digits=6&issuer=\(issuer)"
            + "&period=\(TOTP.period)&secret=\(secret)"
    }

    /// RFC 3986 §2.1; an `@` may stand in a path (§3.3) and in a query (§3.4).
    private static func escaped(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || "-._~@".utf8.contains(byte)
            if isPlain {
                result.unicodeScalars.append(scalar)
            } else {
                result += ["%", hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
    }
}
