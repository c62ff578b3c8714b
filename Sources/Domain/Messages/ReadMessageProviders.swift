package import Model
internal import Outbound
package import Platform
internal import Storage

extension MessageProviders {
    /// The provider that sends.
    /// - Parameter kind: `nil` for any.
    /// - Throws: not found when there is none.
    package func active(
        _ channel: MessageChannel, _ kind: MessageProvider.Kind? = nil, by caller: Caller
    ) async throws(DomainError) -> MessageProvider {
        try require(.iamRead, caller)
        let found = try await database.read { (tx) throws(DomainError) in try tx.activeMessageProvider(channel) }
        guard let provider = found?.provider, kind == nil || provider.configuration.kind == kind else {
            throw ProviderRefusal.unknownToRead.error(channel)
        }
        return provider
    }

    package func provider(
        _ id: MessageProvider.ID, of channel: MessageChannel, _ kind: MessageProvider.Kind? = nil, by caller: Caller
    ) async throws(DomainError) -> MessageProvider {
        try require(.iamRead, caller)
        let found = try await database.read { (tx) throws(DomainError) in try tx.messageProvider(id, channel) }
        guard let provider = found?.provider, kind == nil || provider.configuration.kind == kind else {
            throw ProviderRefusal.unknownToRead.error(channel)
        }
        return provider
    }

    package func list(
        _ channel: MessageChannel, _ kind: MessageProvider.Kind? = nil, _ page: Page, by caller: Caller
    ) async throws(DomainError) -> PageResult<MessageProvider> {
        try require(.iamRead, caller)
        return try await database.read { (tx) throws(DomainError) in try tx.messageProviders(channel, kind, page) }
    }

    /// Sends a mail through a server that is stored.
    /// - Throws: `SMTP-99yth` without a receiver, `SMTP-99klw` for an unknown server, `SMTP-t3stF` with the reason when
    ///   the mail was not taken.
    package func test(
        _ id: MessageProvider.ID, to receiver: String, by caller: Caller
    ) async throws(DomainError) {
        try require(.iamWrite, caller)
        guard !receiver.isEmpty else { throw .noReceiver("SMTP-99yth") }
        let stored = try await stored(id)
        try await send(stored.configuration, stored.password, to: receiver)
    }

    /// Sends a mail through a server as the caller describes it.
    /// - Parameter password: `nil` for the one that is stored with `id`; it only goes where it was meant for.
    /// - Throws: `SMTP-p9uy` without a receiver, what ``test(_:to:by:)`` throws, and an invalid argument for a server or
    ///   a sender that is none.
    package func test(
        _ configuration: SMTPConfiguration, password: Secret<String>?, of id: MessageProvider.ID?,
        to receiver: String, by caller: Caller
    ) async throws(DomainError) {
        try require(.iamWrite, caller)
        guard !receiver.isEmpty else { throw .noReceiver("SMTP-p9uy") }
        try MessageProvider.Configuration.smtp(configuration).validate(isNew: true)
        if let password { return try await send(configuration, password, to: receiver) }
        guard let id, !configuration.user.isEmpty else {
            return try await send(configuration, Secret(""), to: receiver)
        }
        let stored = try await stored(id)
        guard stored.configuration.host == configuration.host, stored.configuration.user == configuration.user,
            configuration.usesTLS || !stored.configuration.usesTLS
        else {
            throw DomainError(
                .failedPrecondition, "SMTP-0therH", "The stored password is only sent to the stored server")
        }
        try await send(configuration, stored.password, to: receiver)
    }

    private func stored(
        _ id: MessageProvider.ID
    ) async throws(DomainError) -> (configuration: SMTPConfiguration, password: Secret<String>) {
        let found = try await database.read { (tx) throws(DomainError) in try tx.messageProvider(id, .email) }
        guard let found, case .smtp(let configuration) = found.provider.configuration else {
            throw DomainError(.notFound, "SMTP-99klw", "Errors.SMTPConfig.NotFound")
        }
        return (configuration, found.secret.flatMap(vault.open) ?? Secret(""))
    }

    private func send(
        _ configuration: SMTPConfiguration, _ password: Secret<String>, to receiver: String
    ) async throws(DomainError) {
        do throws(OutboundError) {
            try await sender.sendTest(
                configuration, password: password, to: receiver, id: ids.nextID(), at: clock.now())
        } catch {
            throw DomainError(.failedPrecondition, "SMTP-t3stF", "The test mail was not sent: \(error.description)")
        }
    }
}

extension DomainError {
    fileprivate static func noReceiver(_ id: String) -> DomainError {
        DomainError(.invalidArgument, id, "Errors.SMTPConfig.TestEmailNotFound")
    }
}
