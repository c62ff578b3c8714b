internal import Crypto
package import Model
package import Platform
internal import Storage

extension MessageProviders {
    private static let signingKeyLength = 36

    /// Adds a provider, which sends nothing before it is activated.
    /// - Throws: an invalid argument for a server, a sender or an address that is none.
    package func add(
        _ configuration: MessageProvider.Configuration, to channel: MessageChannel, _ secret: NewSecret,
        description: String, by caller: Caller
    ) async throws(DomainError) -> Outcome {
        try require(.iamWrite, caller)
        try configuration.validate(isNew: true)
        let now = clock.now()
        let id = ids.nextID(MessageProvider.ID.self)
        let value = made(secret)
        let sealed = value.map(vault.seal)
        let details = try await database.write { (tx) throws(DomainError) in
            try requireOwnSender(configuration, in: tx)
            let details = try record(
                "added", id, channel, in: tx, by: caller, at: now,
                payload: ["kind": .string(configuration.kind.rawValue)])
            try tx.insert(
                MessageProvider(
                    id: id, channel: channel, configuration: configuration, description: description,
                    sequence: details.sequence, createdAt: now, changedAt: now), secret: sealed)
            return details
        }
        return Outcome(provider: id, details: details, signingKey: secret.isMade ? value : nil)
    }

    /// Changes a provider into another one of its kind.
    /// - Throws: not found for an unknown one, or one of another kind.
    package func change(
        _ id: MessageProvider.ID, of channel: MessageChannel, to configuration: MessageProvider.Configuration,
        _ secret: NewSecret, description: String, by caller: Caller
    ) async throws(DomainError) -> Outcome {
        try require(.iamWrite, caller)
        try configuration.validate(isNew: false)
        let now = clock.now()
        let value = made(secret)
        let sealed = value.map(vault.seal)
        let refusal: ProviderRefusal = configuration.kind == .http ? .unknownToChangeHTTP : .unknownToChange
        let details = try await database.write { (tx) throws(DomainError) in
            try requireOwnSender(configuration, in: tx)
            let details = try record("changed", id, channel, in: tx, by: caller, at: now)
            let changed = try tx.change(
                id, channel, to: configuration, description: description, secret: sealed, sequence: details.sequence,
                at: now)
            guard changed != nil else { throw refusal.error(channel) }
            return details
        }
        return Outcome(provider: id, details: details, signingKey: secret.isMade ? value : nil)
    }

    /// Changes the password of a mail server, or the token of Twilio.
    /// - Throws: not found for an unknown one, or one of another kind.
    package func changeSecret(
        of id: MessageProvider.ID, _ channel: MessageChannel, to secret: Secret<String>, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try require(.iamWrite, caller)
        let now = clock.now()
        let sealed = vault.seal(secret)
        let kind: MessageProvider.Kind = channel == .email ? .smtp : .twilio
        return try await database.write { (tx) throws(DomainError) in
            let details = try record("secret.changed", id, channel, in: tx, by: caller, at: now)
            let changed = try tx.changeSecret(
                of: id, channel, kind, to: sealed, sequence: details.sequence, at: now)
            guard changed != nil else { throw ProviderRefusal.unknownToChangeSecret.error(channel) }
            return details
        }
    }

    /// Lets a provider send, in place of the one that did; or lets it send no longer.
    /// - Throws: a precondition when it is so already.
    package func setActive(
        _ isActive: Bool, _ id: MessageProvider.ID, of channel: MessageChannel, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try require(.iamWrite, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let details = try record(
                isActive ? "activated" : "deactivated", id, channel, in: tx, by: caller, at: now)
            if try tx.setActive(isActive, id, channel, sequence: details.sequence, at: now) != nil { return details }
            // What the statement did not find is either not there or as it should be: only the words differ.
            guard try tx.messageProvider(id, channel) == nil else {
                throw (isActive ? ProviderRefusal.activeAlready : .inactiveAlready).error(channel)
            }
            throw (isActive ? ProviderRefusal.unknownToActivate : .unknownToDeactivate).error(channel)
        }
    }

    package func remove(
        _ id: MessageProvider.ID, of channel: MessageChannel, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try require(.iamWrite, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let details = try record("removed", id, channel, in: tx, by: caller, at: now)
            guard try tx.deleteMessageProvider(id, channel) else {
                throw ProviderRefusal.unknownToRemove.error(channel)
            }
            return details
        }
    }

    /// - Returns: `nil` where the secret stays as it is.
    private func made(_ secret: NewSecret) -> Secret<String>? {
        switch secret {
        case .given(let value): value
        case .signingKey: Secret(SecureRandom.alphanumeric(Self.signingKeyLength))
        case .unchanged: nil
        }
    }
}

extension MessageProviders.NewSecret {
    fileprivate var isMade: Bool {
        if case .signingKey = self { true } else { false }
    }
}
