package import Crypto
package import Model
package import Platform
package import Storage

/// Messages to people: what is posted here is in the outbox once the transaction is durable, and ``Courier`` sends it.
package struct Messages: Sendable {
    private let ids: IDGenerator
    private let links: MessageLinks
    private let defaultLanguage: MessageLanguage
    private let vault: MessageVault
    private let bell: MessageBell

    /// - Parameters:
    ///   - externalURL: the public URL without a slash at its end: the base of every link that no caller gave.
    ///   - defaultLanguage: a tag of BCP 47, for people whose language nobody knows or speaks here.
    ///   - bell: wakes the courier of this process.
    package init(
        masterKey: MasterKey, ids: IDGenerator, externalURL: String, defaultLanguage: String = Settings.defaultLanguage,
        bell: MessageBell = MessageBell()
    ) {
        self.ids = ids
        links = MessageLinks(externalURL: externalURL)
        self.defaultLanguage = MessageLanguage(tag: defaultLanguage) ?? .english
        vault = MessageVault(masterKey: masterKey)
        self.bell = bell
    }

    /// Whether all links of a template lead to this service.
    func isOwn(_ template: LinkTemplate) -> Bool { links.isOwn(template) }

    /// Puts a notice into the outbox, in the transaction that stores the code that it carries. It goes to the address or
    /// the number that `user` has; to a user without one, and to a machine, nothing is sent.
    /// - Parameter expiry: when its code ends; by default after the notice's own lifetime.
    package func post(
        _ notice: Notice, to user: User, in tx: borrowing Transaction, at now: Timestamp, until expiry: Timestamp? = nil
    ) throws(DomainError) {
        guard let human = user.human else { return }
        let address = notice.channel == .email ? human.email : human.phone
        guard !address.isEmpty else { return }
        let expiry = expiry ?? now + notice.lifetime
        let language = MessageLanguage(tag: human.preferredLanguage) ?? defaultLanguage
        let content = MessageContent(
            notice, to: user, address: address, language: language, link: links.link(of: notice, for: user),
            host: links.host, validity: expiry.since(now))
        try tx.insert(
            Message(
                id: ids.nextID(), channel: notice.channel, kind: notice.kind, userID: user.id,
                organizationID: user.organizationID, sealedContent: vault.seal(content), createdAt: now,
                expiresAt: expiry))
        bell.ring(notice.channel)
    }
}

/// The contents of messages at rest.
struct MessageVault: Sendable {
    private let key: SealingKey

    init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "messages"))
    }

    func seal(_ content: MessageContent) -> [UInt8] {
        key.seal(JSONValue.object(content.json).utf8, kind: "message")
    }

    /// Returns `nil` for what was sealed under another master key or is damaged.
    func open(_ sealed: [UInt8]) -> MessageContent? {
        guard let plain = key.open(sealed, kind: "message") else { return nil }
        // What opens was sealed by us, so why it cannot be read does not matter to anybody.
        return (try? JSONValue(parsing: plain).objectValue).map { MessageContent(json: $0) }
    }
}

extension MessageContent {
    fileprivate var json: JSONObject {
        [
            "address": .string(address), "language": .string(language), "subject": .string(subject),
            "greeting": .string(greeting), "text": .string(text), "code": .string(code),
            "codeLabel": .string(codeLabel), "link": .string(link),
            "button": .string(button), "closing": .string(closing), "facts": .object(facts),
        ]
    }

    fileprivate init(json: JSONObject) {
        func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
        self.init(
            address: text("address"), language: text("language"), subject: text("subject"),
            greeting: text("greeting"), text: text("text"), code: text("code"), codeLabel: text("codeLabel"),
            link: text("link"),
            button: text("button"), closing: text("closing"), facts: json["facts"]?.objectValue ?? [:])
    }
}
