internal import Crypto
package import Model
package import Platform
internal import Storage

/// How long web keys live.
package struct WebKeyRotation: Sendable, Hashable {
    /// How long a key signs.
    package var activeAge: Duration
    /// How long a key must have been published before it may sign: longer than caches keep the JWK set.
    package var publicationLead: Duration
    /// How long a key verifies after it signed last: no token of its may outlive it.
    package var retention: Duration

    /// - Parameter longestTokenLifetime: of all tokens that are signed.
    package init(
        activeAge: Duration = .days(90), publicationLead: Duration = .minutes(10), longestTokenLifetime: Duration
    ) {
        self.activeAge = activeAge
        self.publicationLead = publicationLead
        // Other nodes may sign with the key for another second or so.
        retention = max(.hours(24), longestTokenLifetime + .minutes(1))
    }
}

extension WebKeys {
    /// Makes the keys of a new instance: one that signs and one that is published for later. Does nothing when there
    /// are keys. Of several nodes that start at once, one stores its keys.
    package func ensure() async throws(DomainError) {
        let isEmpty = try await database.read { (tx) throws(DomainError) in try tx.webKeys().isEmpty }
        if isEmpty {
            let first = try await generate(.standard)
            let second = try await generate(.standard)
            try await database.write { (tx) throws(DomainError) in
                guard try tx.insertFirst(first) else { return }
                _ = try tx.insert(second)
                for key in [first.key, second.key] {
                    try tx.record("web_key.added", of: key.id, by: nil, at: key.createdAt)
                }
            }
        }
        try await signingKeys.refresh()
    }

    /// Replaces the active key when it has signed long enough, keeps a successor published, and removes the keys of
    /// which no token can be alive. The lease lets one node at a time do it; each step is conditional besides.
    /// - Returns: whether anything changed.
    @discardableResult
    package func rotateIfDue(_ rotation: WebKeyRotation, at now: Timestamp) async throws(DomainError) -> Bool {
        guard try await plan(rotation, at: now).hasWork else { return false }
        let hasChanged = try await database.withLease(
            "web-key-rotation", holder: SecureRandom.alphanumeric(16), for: .minutes(5), at: now
        ) { () throws(DomainError) in
            // Planned anew: whoever had the lease before may have done it.
            try await carryOut(plan(rotation, at: now), at: now)
        }
        guard let hasChanged else { return false }
        try await signingKeys.refresh()
        return hasChanged
    }

    private func plan(_ rotation: WebKeyRotation, at now: Timestamp) async throws(DomainError) -> RotationPlan {
        let keys = try await database.read { (tx) throws(DomainError) in try tx.webKeys() }
        return RotationPlan(keys, rotation, at: now)
    }

    private func carryOut(_ plan: RotationPlan, at now: Timestamp) async throws(DomainError) -> Bool {
        guard plan.hasWork else { return false }
        // Made before the transaction: nothing may wait in one.
        var next: WebKeyMaterial?
        if let configuration = plan.created { next = try await generate(configuration) }
        let created = next
        return try await database.write { (tx) throws(DomainError) in
            if let (active, successor) = plan.replaced {
                // An operator, or a node whose lease had ended, was quicker: what was planned is out of date.
                guard try tx.replaceActiveWebKey(active, by: successor, at: now) else { return false }
                try tx.record("web_key.activated", of: successor, by: nil, at: now)
            }
            if let created {
                _ = try tx.insert(created)
                try tx.record("web_key.added", of: created.key.id, by: nil, at: now)
            }
            for id in try tx.deleteWebKeys(inactiveSince: plan.retiredSince) {
                try tx.record("web_key.removed", of: id, by: nil, at: now)
            }
            return true
        }
    }
}

/// What a rotation has to do, decided from the keys alone.
struct RotationPlan: Sendable {
    /// The key that has signed long enough, and the one that follows it.
    let replaced: (active: WebKey.ID, successor: WebKey.ID)?
    /// The kind of a key that is to be published for later.
    let created: WebKey.Configuration?
    /// Keys that stopped signing at this moment or earlier go.
    let retiredSince: Timestamp
    private let hasRetired: Bool

    var hasWork: Bool { replaced != nil || created != nil || hasRetired }

    init(_ keys: [WebKey], _ rotation: WebKeyRotation, at now: Timestamp) {
        retiredSince = now - rotation.retention
        hasRetired = keys.contains { [retiredSince] in $0.state == .inactive && $0.changedAt <= retiredSince }
        let waiting = keys.filter { $0.state == .initial }
        guard let active = keys.first(where: { $0.state == .active }) else {
            replaced = nil
            created = waiting.isEmpty ? .standard : nil
            return
        }
        let isDue = active.changedAt + rotation.activeAge <= now
        let successor = waiting.first { $0.createdAt + rotation.publicationLead <= now }
        if isDue, let successor {
            replaced = (active.id, successor.id)
            created = waiting.count == 1 ? successor.configuration : nil
        } else {
            replaced = nil
            created = waiting.isEmpty ? active.configuration : nil
        }
    }
}
