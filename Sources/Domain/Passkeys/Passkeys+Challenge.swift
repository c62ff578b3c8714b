internal import Crypto
package import Model
package import Platform
package import Storage

extension Passkeys {
    /// Makes a challenge for the authenticators of a user: for the passkeys where the user must be verified, else for the
    /// security keys.
    /// - Parameter domain: the relying party; empty for the host of the public URL.
    /// - Returns: `PublicKeyCredentialRequestOptions` for the browser, and what ``verify(assertion:against:of:in:at:)``
    ///   needs.
    /// - Throws: `WEBAU-4G8sw` when the user has nothing to answer with, `WEBAU-Rp1d3` for a domain that is none.
    package func challenge(
        domain: String, userVerification: UserVerification, for user: User.ID, in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> (options: JSONObject, stored: JSONObject) {
        let relyingPartyID = try relyingParties.id(for: domain)
        let kind: WebAuthnCredential.Kind = userVerification == .required ? .passkey : .u2f
        let credentials = try tx.readyCredentials(kind, of: user, at: relyingPartyID)
        guard !credentials.isEmpty else {
            throw DomainError(.failedPrecondition, "WEBAU-4G8sw", "Errors.User.WebAuthN.BeginLoginFailed")
        }
        let challenge = CredentialChallenge(
            challenge: SecureRandom.bytes(32), relyingPartyID: relyingPartyID, userVerification: userVerification,
            kind: kind, credentials: credentials.map(\.id), expiresAt: now + Self.patience)
        let options = Self.options(
            challenge.challenge, relyingPartyID, credentials.map(\.key.credentialID), userVerification)
        return (options, challenge.json)
    }

    /// A challenge that looks like one for a passkey and that nobody can answer, for pages that tell no name from another.
    /// - Parameter credentials: the identifiers that it names.
    package func decoy(domain: String, credentials: [[UInt8]]) throws(DomainError) -> JSONObject {
        Self.options(SecureRandom.bytes(32), try relyingParties.id(for: domain), credentials, .required)
    }

    private static func options(
        _ challenge: [UInt8], _ relyingPartyID: String, _ credentials: [[UInt8]], _ verification: UserVerification
    ) -> JSONObject {
        let options: JSONObject = [
            "challenge": .string(Base64URL.encode(challenge)), "timeout": .integer(patience.milliseconds),
            "rpId": .string(relyingPartyID), "allowCredentials": .array(credentials.map { credentialDescriptor($0) }),
            "userVerification": .string(verification.rawValue),
        ]
        return ["publicKey": .object(options)]
    }
}

/// A challenge that waits for its assertion.
struct CredentialChallenge {
    let challenge: [UInt8]
    let relyingPartyID: String
    let userVerification: UserVerification
    let kind: WebAuthnCredential.Kind
    /// Those that may answer.
    let credentials: [WebAuthnCredential.ID]
    let expiresAt: Timestamp

    var json: JSONObject {
        [
            "challenge": .string(Base64URL.encode(challenge)), "rpId": .string(relyingPartyID),
            "userVerification": .string(userVerification.rawValue), "kind": .string(kind.rawValue),
            "credentials": .array(credentials.map { .string($0.rawValue) }),
            "expiresAt": .integer(expiresAt.milliseconds),
        ]
    }
}

extension CredentialChallenge {
    /// Returns `nil` for what ``json`` never wrote.
    init?(_ json: JSONObject) {
        guard let challenge = json["challenge"]?.stringValue.flatMap({ Base64URL.decode($0) }),
            let relyingPartyID = json["rpId"]?.stringValue,
            let userVerification = json["userVerification"]?.stringValue.flatMap(UserVerification.init(rawValue:)),
            let kind = json["kind"]?.stringValue.flatMap(WebAuthnCredential.Kind.init(rawValue:)),
            let credentials = json["credentials"]?.arrayValue, let expiry = json["expiresAt"]?.integerValue
        else { return nil }
        self.init(
            challenge: challenge, relyingPartyID: relyingPartyID, userVerification: userVerification, kind: kind,
            credentials: credentials.compactMap(\.stringValue).map { WebAuthnCredential.ID($0) },
            expiresAt: Timestamp(milliseconds: expiry))
    }
}
