internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Somebody has come from an identity provider whom nobody knows here: they get an account, or say which one is theirs.
    static let newIdentity = Page(.newIdentity, "idp-account") { (visit) async throws(DomainError) in
        guard let stranger = try await visit.stranger() else { return .go(.loginName) }
        let words = visit.words
        let options = stranger.provider.options
        let typed = visit.flow.pending?["registration"]
        let fields = ExternalRegistration.fields.map { name, type -> HTML in
            visit.field(
                Field(name, words.newIdentityLabel(name.description)).with {
                    $0.value = typed?[name.description]?.stringValue ?? stranger.prefilled(name.description)
                    $0.autocomplete = type
                    if name.description == "email" { $0.kind = .email }
                })
        }
        let creation: HTML? =
            options.allowsCreation || options.createsAutomatically
            ? visit.form(.newIdentity, "\(fields)\(visit.button(words.register))") : nil
        let linking: HTML? =
            options.allowsLinking
            ? visit.form(.newIdentity, visit.secondaryButton(words.linkOwnAccount, action: "link"), id: "link") : nil
        return .view(
            View(
                words.newIdentityTitle,
                lead: words.newIdentityLead(stranger.provider.name, stranger.identity.username),
                """
                \(creation)
                \(linking)
                \(visit.form(.newIdentity, visit.secondaryButton(words.signInOtherwise, action: "leave"), id: "leave"))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        guard let stranger = try await visit.stranger() else { return .go(.loginName) }
        let options = stranger.provider.options
        switch form["action"] {
        case "link" where options.allowsLinking:
            visit.flow.forgetPerson()
            visit.flow.pending = nil
            visit.note(.signInToLink)
            return .go(.loginName)
        case nil where options.allowsCreation || options.createsAutomatically: break
        default:
            visit.flow.arrival = nil
            visit.flow.pending = nil
            return .go(.loginName)
        }
        let typed = ExternalRegistration(form)
        visit.flow.pending = ["registration": .object(typed.json)]
        guard visit.accepts(typed.lines) else {
            return .go(.newIdentity)
        }
        return try await visit.create(
            typed.human(of: stranger.identity, at: stranger.provider.id), stranger.intent, stranger.arrival,
            at: stranger.provider)
    }
}

extension Stranger {
    /// What the provider has said, for a form.
    fileprivate func prefilled(_ field: String) -> String {
        // A provider that knows one name only has it in the usual order.
        let names = identity.displayName.split(separator: " ", omittingEmptySubsequences: true)
        switch field {
        case "givenName":
            return identity.givenName.isEmpty ? names.dropLast().joined(separator: " ") : identity.givenName
        case "familyName": return identity.familyName.isEmpty ? String(names.last ?? "") : identity.familyName
        case "email": return identity.email
        default: return identity.username
        }
    }
}

/// What somebody has typed, or left as the provider says it.
private struct ExternalRegistration: Sendable {
    /// Names with the tokens by which a browser fills them in.
    static let fields: [(name: StaticString, autocomplete: String)] = [
        ("givenName", "given-name"), ("familyName", "family-name"), ("email", "email"), ("username", "username"),
    ]

    private let values: [String: String]

    init(_ form: Form) {
        values = Dictionary(
            uniqueKeysWithValues: Self.fields.map { field, _ in
                (field.description, (form[field.description] ?? "").trimmingBlanks)
            })
    }

    private func value(_ name: String) -> String { values[name] ?? "" }

    /// By the names of their fields.
    var lines: [(String, String)] { values.map { ($0.key, $0.value) } }

    /// For the step, where there is no room for what is too long. What is missing is shown as the provider says it.
    var json: JSONObject {
        guard values.values.allSatisfy(\.isOfLineLength) else { return [:] }
        return JSONObject(
            uniqueMembers: values.filter { !$0.value.isEmpty }.map { .init(name: $0.key, value: .string($0.value)) })
    }

    /// The provider vouches for the address that it named, and for no other.
    func human(of identity: ExternalIdentity, at provider: IdentityProvider.ID) -> NewHuman {
        let isVouchedFor = identity.isEmailVerified && value("email").utf8.elementsEqual(identity.email.utf8)
        let said = identity.profile
        return NewHuman(
            username: value("username"),
            profile: HumanProfile(
                givenName: value("givenName"), familyName: value("familyName"), nickName: said.nickName,
                displayName: said.displayName, preferredLanguage: said.preferredLanguage), email: value("email"),
            emailProof: isVouchedFor ? .verified : .code(.send(nil)),
            phone: identity.isPhoneVerified ? identity.phone : "", phoneProof: .verified,
            links: [identity.link(to: provider)])
    }
}
