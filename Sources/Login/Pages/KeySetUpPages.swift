internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    static let passkeySetUp = keySetUp(.passkey, at: .passkeySetUp, "passkey-set-up")
    static let securityKeySetUp = keySetUp(.u2f, at: .securityKeySetUp, "security-key-set-up")

    /// Another passkey or security key.
    private static func keySetUp(_ kind: WebAuthnCredential.Kind, at place: Place, _ name: StaticString) -> Page {
        Page(place, name) { (visit) async throws(DomainError) in
            if kind == .passkey, let linked = try await visit.showPasskeyLink() { return linked }
            let user = try await visit.enrolment(kind == .passkey ? .passkey : .securityKey).user
            let begun = try await visit.parts.passkeys.register(
                NewCredential(kind, domain: visit.parts.host), of: UserTarget(user.id), by: .signedIn(user))
            visit.flow.pending = ["key": .string(begun.id.rawValue)]
            let words = visit.words
            let isPasskey = kind == .passkey
            return .view(
                View(
                    isPasskey ? words.passkeySetUpTitle : words.keySetUpTitle,
                    lead: isPasskey ? words.passkeySetUpLead : words.keySetUpLead, hasScript: true,
                    """
                    \(visit.keyForm(place, "create", begun.options, fields: visit.keyNameField, button: words.create))
                    \(visit.links([visit.link(words.back, visit.url(.setUp) { $0.pending = nil })]))
                    """))
        } submit: { (visit, form) async throws(DomainError) in
            if kind == .passkey, let linked = try await visit.submitPasskeyLink(form) { return linked }
            let user = try await visit.enrolment(kind == .passkey ? .passkey : .securityKey).user
            guard let id = visit.flow.pending?["key"]?.stringValue else { return .go(place) }
            _ = try await visit.parts.passkeys.verifyRegistration(
                WebAuthnCredential.ID(id), kind, of: UserTarget(user.id), credential: Visit.credential(of: form),
                name: visit.keyName(in: form), by: .signedIn(user))
            visit.note(.factorIsSetUp)
            return try await visit.proceed()
        }
    }
}
