package import Model
package import Platform
internal import SQL

extension Transaction {
    /// The provider that sends the messages of a channel, with its sealed secret.
    package borrowing func activeMessageProvider(
        _ channel: MessageChannel
    ) throws(DomainError) -> (provider: MessageProvider, secret: [UInt8]?)? {
        try first(
            """
            SELECT id, channel, kind, is_active, description, configuration, secret, sequence, created_at, changed_at
            FROM message_providers
            WHERE channel = $1 AND is_active
            """,
            channel, decode: MessageProvider.withSecret)
    }

    package borrowing func messageProvider(
        _ id: MessageProvider.ID, _ channel: MessageChannel
    ) throws(DomainError) -> (provider: MessageProvider, secret: [UInt8]?)? {
        try first(
            """
            SELECT id, channel, kind, is_active, description, configuration, secret, sequence, created_at, changed_at
            FROM message_providers
            WHERE id = $1 AND channel = $2
            """,
            id, channel, decode: MessageProvider.withSecret)
    }

    /// The providers of a channel, by the time of their making.
    package borrowing func messageProviders(
        _ channel: MessageChannel, _ kind: MessageProvider.Kind?, _ page: Page
    ) throws(DomainError) -> PageResult<MessageProvider> {
        try self.page(
            """
            SELECT id, channel, kind, is_active, description, configuration, sequence, created_at, changed_at
            """, from: "FROM message_providers",
            where: { query in
                query.append("channel = $1", channel)
                if let kind { query.append(" AND kind = $1", kind) }
            },
            order: { query in
                query.append(page.isAscending ? " ORDER BY created_at, id" : " ORDER BY created_at DESC, id DESC")
                query.append(" LIMIT $1 OFFSET $2", page.limit, page.offset)
            }, decode: MessageProvider.init(row:))
    }

    package borrowing func insert(_ provider: MessageProvider, secret: [UInt8]?) throws(DomainError) {
        try execute(
            """
            INSERT INTO message_providers (
                id, channel, kind, is_active, description, configuration, secret, sequence, created_at, changed_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
            """,
            provider.id, provider.channel, provider.configuration.kind, provider.isActive, provider.description,
            provider.configuration.json.text, secret, provider.sequence, provider.createdAt)
    }

    /// Changes what a provider of the same kind is.
    /// - Parameter secret: `nil` leaves it as it is.
    /// - Returns: the provider afterwards; `nil` when there is none of that kind.
    package borrowing func change(
        _ id: MessageProvider.ID, _ channel: MessageChannel, to configuration: MessageProvider.Configuration,
        description: String, secret: [UInt8]?, sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> MessageProvider? {
        try first(
            """
            UPDATE message_providers
            SET configuration = $4, description = $5, secret = COALESCE($6, secret), sequence = $7, changed_at = $8
            WHERE id = $1 AND channel = $2 AND kind = $3
            RETURNING id, channel, kind, is_active, description, configuration, sequence, created_at, changed_at
            """,
            id, channel, configuration.kind, configuration.json.text, description, secret, sequence, now,
            decode: MessageProvider.init(row:))
    }

    /// Changes the secret of a provider of that kind.
    package borrowing func changeSecret(
        of id: MessageProvider.ID, _ channel: MessageChannel, _ kind: MessageProvider.Kind, to secret: [UInt8],
        sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> MessageProvider? {
        try first(
            """
            UPDATE message_providers
            SET secret = $4, sequence = $5, changed_at = $6
            WHERE id = $1 AND channel = $2 AND kind = $3
            RETURNING id, channel, kind, is_active, description, configuration, sequence, created_at, changed_at
            """,
            id, channel, kind, secret, sequence, now, decode: MessageProvider.init(row:))
    }

    /// Lets a provider send, in place of the one that did; or lets it send no longer.
    /// - Returns: the provider afterwards; `nil` when there is none, or it was so already.
    package borrowing func setActive(
        _ isActive: Bool, _ id: MessageProvider.ID, _ channel: MessageChannel, sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> MessageProvider? {
        if isActive {
            // A statement of its own: one that changed both rows could meet the index in the wrong order.
            try execute(
                """
                UPDATE message_providers
                SET is_active = FALSE, sequence = $3, changed_at = $4
                WHERE channel = $2 AND is_active AND id <> $1
                    AND EXISTS (SELECT 1 FROM message_providers AS other WHERE other.id = $1 AND other.channel = $2)
                """,
                id, channel, sequence, now)
        }
        return try first(
            """
            UPDATE message_providers
            SET is_active = $3, sequence = $4, changed_at = $5
            WHERE id = $1 AND channel = $2 AND is_active <> $3
            RETURNING id, channel, kind, is_active, description, configuration, sequence, created_at, changed_at
            """,
            id, channel, isActive, sequence, now, decode: MessageProvider.init(row:))
    }

    /// - Returns: whether there was one.
    package borrowing func deleteMessageProvider(
        _ id: MessageProvider.ID, _ channel: MessageChannel
    ) throws(DomainError) -> Bool {
        try execute("DELETE FROM message_providers WHERE id = $1 AND channel = $2", id, channel) == 1
    }
}

extension MessageProvider {
    fileprivate static func withSecret(
        row: borrowing SQLRow
    ) throws(DomainError) -> (provider: MessageProvider, secret: [UInt8]?) {
        (try MessageProvider(row: row), try row.optionalBlob("secret"))
    }

    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        let kind: Kind = try row.value("kind")
        let json = try row.object("configuration")
        self.init(
            id: try row.value("id"), channel: try row.value("channel"),
            configuration: Configuration(kind, json), description: try row.text("description"),
            isActive: try row.boolean("is_active"), sequence: try row.integer("sequence"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}

extension MessageProvider.Configuration {
    fileprivate var json: JSONValue {
        switch self {
        case .smtp(let smtp):
            [
                "host": .string(smtp.host), "tls": .bool(smtp.usesTLS), "user": .string(smtp.user),
                "senderAddress": .string(smtp.senderAddress), "senderName": .string(smtp.senderName),
                "replyToAddress": .string(smtp.replyToAddress),
            ]
        case .twilio(let twilio): ["sid": .string(twilio.sid), "sender": .string(twilio.sender)]
        case .http(let endpoint): ["endpoint": .string(endpoint)]
        }
    }

    fileprivate init(_ kind: MessageProvider.Kind, _ json: JSONObject) {
        func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
        switch kind {
        case .smtp:
            self = .smtp(
                SMTPConfiguration(
                    host: text("host"), usesTLS: json["tls"]?.boolValue ?? true, user: text("user"),
                    senderAddress: text("senderAddress"), senderName: text("senderName"),
                    replyToAddress: text("replyToAddress")))
        case .twilio: self = .twilio(TwilioConfiguration(sid: text("sid"), sender: text("sender")))
        case .http: self = .http(endpoint: text("endpoint"))
        }
    }
}
