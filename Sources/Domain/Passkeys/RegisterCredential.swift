internal import Crypto
package import Model
package import Platform
internal import Storage
internal import WebAuthn

/// A registration that was begun.
package struct StartedRegistration: Sendable {
    package let id: WebAuthnCredential.ID
    /// `PublicKeyCredentialCreationOptions` for the browser, with binary values in base64url.
    package let options: JSONObject
    package let details: ObjectDetails
}

/// What a registration is to be.
package struct NewCredential: Sendable {
    /// Where the authenticator is: in the device or outside of it.
    package enum Attachment: String, Sendable {
        case platform
        case crossPlatform = "cross-platform"
    }

    let kind: WebAuthnCredential.Kind
    let domain: String
    let attachment: Attachment?
    let link: (id: String, code: PresentedCode)?

    /// - Parameters:
    ///   - domain: the relying party; empty for the host of the public URL.
    ///   - link: identifier and code of a link for a passkey, which the registration spends.
    package init(
        _ kind: WebAuthnCredential.Kind, domain: String, attachment: Attachment? = nil,
        link: (id: String, code: PresentedCode)? = nil
    ) {
        self.kind = kind
        self.domain = domain
        self.attachment = attachment
        self.link = link
    }
}

extension Passkeys {
    /// Begins the registration of a credential. Several may be begun at once.
    /// - Throws: `COMMAND-M9dsd` for a user that is unknown or no human, `COMMAND-Eeb2a` for a code that does not count,
    ///   `WEBAU-Rp1d3` for a domain that is none, ``DomainError/factorNotOffered``.
    package func register(
        _ new: NewCredential, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> StartedRegistration {
        let relyingPartyID = try relyingParties.id(for: new.domain)
        let id: WebAuthnCredential.ID = ids.nextID()
        let challenge = SecureRandom.bytes(32)
        // A wrong code is counted, so the transaction is committed then as well.
        let result = try await database.write {
            (tx) throws(DomainError) -> Result<StartedRegistration, DomainError> in
            let user = try tx.human(target, .userCredentialWrite, of: caller, orSelf: true)
            // A link is the word of whoever may send one.
            if new.link == nil { try tx.requireOffered(new.kind, to: user, by: caller) }
            let now = clock.now()
            if let refusal = try spend(new.link, of: user, by: caller, in: tx, at: now) { return .failure(refusal) }
            try tx.insert(
                PendingCredential(
                    id: id, userID: user.id, kind: new.kind, relyingPartyID: relyingPartyID, challenge: challenge,
                    expiresAt: now + Self.patience, createdAt: now),
                missing: .noHuman)
            let details = try tx.record(
                "\(new.kind.event).added", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                payload: ["webAuthNTokenId": .string(id.rawValue), "rpID": .string(relyingPartyID)])
            let known = try tx.readyCredentials(new.kind, of: user.id, at: relyingPartyID)
            let options = creationOptions(
                new, for: user, at: relyingPartyID, challenge: challenge, excluding: known.map(\.key.credentialID))
            return .success(StartedRegistration(id: id, options: options, details: details))
        }
        return try result.get()
    }

    /// - Returns: the refusal when there is a link whose code does not count.
    private func spend(
        _ link: (id: String, code: PresentedCode)?, of user: User, by caller: Caller, in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> DomainError? {
        guard let link else { return nil }
        let use = try codes.use(link.code, .passkey, id: link.id, of: user.id, in: tx, at: now)
        if case .accepted = use { return nil }
        // An attempt is told of as often as it counts: anybody can make up links of anybody.
        if use == .wrong {
            try tx.record(
                "user.human.passwordless.initialization.code.check.failed", of: user.id, in: user.organizationID,
                by: caller.userID, at: now, payload: ["id": .string(link.id)])
        }
        return DomainError(.invalidArgument, "COMMAND-Eeb2a", "Code is invalid")
    }

    private func creationOptions(
        _ new: NewCredential, for user: User, at relyingPartyID: String, challenge: [UInt8], excluding: [[UInt8]]
    ) -> JSONObject {
        var selection: JSONObject = ["userVerification": .string(new.kind.userVerification.rawValue)]
        if let attachment = new.attachment { selection["authenticatorAttachment"] = .string(attachment.rawValue) }
        var options: JSONObject = [
            "rp": ["name": .string(relyingParties.name), "id": .string(relyingPartyID)],
            "user": [
                "name": .string(user.preferredLoginName), "displayName": .string(user.displayName),
                "id": .string(Base64URL.encode(user.id.rawValue.utf8)),
            ],
            "challenge": .string(Base64URL.encode(challenge)),
            "pubKeyCredParams": .array(
                COSEAlgorithm.allCases.map { ["type": "public-key", "alg": .integer($0.rawValue)] }),
            "timeout": .integer(Self.patience.milliseconds),
        ]
        if !excluding.isEmpty { options["excludeCredentials"] = .array(excluding.map(credentialDescriptor)) }
        options["authenticatorSelection"] = .object(selection)
        options["attestation"] = "none"
        return ["publicKey": .object(options)]
    }
}

/// `PublicKeyCredentialDescriptor` (WebAuthn Level 2 §5.8.3).
func credentialDescriptor(_ id: [UInt8]) -> JSONValue {
    ["type": "public-key", "id": .string(Base64URL.encode(id))]
}

extension Transaction {
    /// The person that a command is about, once it is certain that the caller may run it.
    /// - Throws: `COMMAND-M9dsd` for a user that is unknown or a machine.
    borrowing func human(
        _ target: UserTarget, _ permission: Permission, of caller: Caller, orSelf: Bool
    ) throws(DomainError) -> User {
        let user = try user(target, permission, of: caller, orSelf: orSelf, missing: .noHuman)
        guard user.human != nil else { throw .noHuman }
        return user
    }
}

extension DomainError {
    static let noHuman = DomainError(.notFound, "COMMAND-M9dsd", "User could not be found")
}
