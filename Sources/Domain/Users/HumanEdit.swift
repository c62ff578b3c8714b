internal import Model
internal import Platform
internal import Storage

/// A human user while it is being changed in a transaction, with what the changes come to.
struct HumanEdit {
    private(set) var user: User
    private(set) var human: Human
    /// Of the last change; of the one before all this while nothing has changed.
    private(set) var details: ObjectDetails
    var emailCode: IssuedCode?
    var phoneCode: IssuedCode?
    let caller: Caller
    let now: Timestamp

    /// - Returns: `nil` for a machine user.
    init?(_ user: User, by caller: Caller, at now: Timestamp) {
        guard let human = user.human else { return nil }
        self.user = user
        self.human = human
        details = user.lastChange
        self.caller = caller
        self.now = now
    }

    /// Stores the person that the user becomes, if it is another one, and writes down what happened.
    mutating func store(
        _ changed: Human, as event: String, _ payload: JSONObject = [:], in tx: borrowing Transaction
    ) throws(DomainError) {
        guard changed != human else { return }
        try tx.update(changed, of: user.id)
        human = changed
        user.kind = .human(changed)
        try note(event, payload, in: tx)
    }

    /// Writes down what happened to the user.
    mutating func note(
        _ event: String, _ payload: JSONObject = [:], in tx: borrowing Transaction
    ) throws(DomainError) {
        details = try tx.record(
            event, of: user.id, in: user.organizationID, by: caller.userID, at: now, payload: payload)
    }

    mutating func rename(to username: String, in tx: borrowing Transaction) throws(DomainError) {
        details = try tx.rename(user, to: username, by: caller, at: now) ?? details
        user.username = username
    }

    mutating func set(_ metadata: [MetadataEntry], in tx: borrowing Transaction) throws(DomainError) {
        details = try tx.setMetadata(metadata, of: user, by: caller, at: now) ?? details
    }
}

extension HumanEdit {
    /// Refuses what only users can do whose set-up is complete.
    /// - Throws: `id` for a user in the state initial.
    func requireInitialized(orThrow id: String) throws(DomainError) {
        guard user.state != .initial else {
            throw DomainError(.failedPrecondition, id, "User is not yet initialized")
        }
    }
}

extension Transaction {
    /// The human that a command is about, once it is certain that the caller may run it.
    /// - Parameters:
    ///   - permission: what the caller needs in the user's organization; `nil` when a code is the right.
    ///   - missing: thrown for an unknown user and for a machine user.
    borrowing func edit(
        _ target: UserTarget, _ permission: Permission?, orSelf: Bool = true, by caller: Caller, at now: Timestamp,
        missing: DomainError
    ) throws(DomainError) -> HumanEdit {
        let found =
            if let permission {
                try user(target, permission, of: caller, orSelf: orSelf, missing: missing)
            } else {
                try user(target.id)
            }
        guard let found, let edit = HumanEdit(found, by: caller, at: now) else { throw missing }
        return edit
    }
}
