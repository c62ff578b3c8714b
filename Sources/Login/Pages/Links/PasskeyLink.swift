internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Visit {
    /// The page of a link for a passkey: first a button, since looking must not spend the code, then the registration.
    /// - Returns: `nil` when there is no link.
    mutating func showPasskeyLink() async throws(DomainError) -> Answer? {
        if take(MailedCode(.passkey, of: query)) { return .go(.passkeySetUp) }
        guard let mailed = MailedCode(flow, for: .passkey) else { return nil }
        guard let options = flow.pending?["options"]?.objectValue else {
            return .view(
                View(
                    words.passkeySetUpTitle, lead: words.passkeySetUpLead,
                    form(.passkeySetUp, button(words.next))))
        }
        _ = try await owner(of: mailed)
        return .view(
            View(
                words.passkeySetUpTitle, lead: words.passkeySetUpLead, hasScript: true,
                keyForm(.passkeySetUp, "create", options, fields: keyNameField, button: words.create)))
    }

    /// - Returns: `nil` when there is no link.
    mutating func submitPasskeyLink(_ form: Form) async throws(DomainError) -> Answer? {
        guard let mailed = MailedCode(flow, for: .passkey) else { return nil }
        guard let key = flow.pending?["key"]?.stringValue else {
            let begun = try await parts.passkeys.register(
                NewCredential(.passkey, domain: parts.host, link: (mailed.id, mailed.presented)), of: mailed.target,
                by: parts.caller)
            flow.pending = mailed.pending
            flow.pending?["key"] = .string(begun.id.rawValue)
            flow.pending?["options"] = .object(begun.options)
            return .go(.passkeySetUp)
        }
        _ = try await parts.passkeys.verifyRegistration(
            WebAuthnCredential.ID(key), .passkey, of: mailed.target, credential: Self.credential(of: form),
            name: keyName(in: form), by: parts.caller)
        // Nobody is signed in by a link, but the new passkey is at hand.
        flow.pending = nil
        _ = try await owner(of: mailed)
        note(.factorIsSetUp)
        return .go(.passkey)
    }

    /// What the owner calls the key, by default like the device.
    var keyNameField: HTML {
        field(
            Field("name", words.keyNameLabel).with {
                $0.hint = words.keyNameHint
                $0.value = Device(request.fields["User-Agent"] ?? "")?.name ?? ""
            })
    }

    func keyName(in form: Form) -> String {
        let name = (form["name"] ?? "").trimmingBlanks
        return String((name.isEmpty ? words.keyNameLabel : name).prefix(200))
    }
}
