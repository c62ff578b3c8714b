internal import Model
internal import Platform
internal import Storage

extension Humans {
    /// Makes a code, and sends or returns it.
    ///
    /// What people have sent to themselves is counted by user and way: with a new address or number for each message they
    /// would make the service write to anybody, at its own expense. The count outlives the codes, which a change of the
    /// address voids.
    /// - Throws: `LIMIT-T0oMa`, with the time to wait.
    func deliver(
        _ purpose: CodePurpose, _ delivery: CodeDelivery, over channel: MessageChannel, to edit: HumanEdit,
        address: String = "", details: JSONObject = [:], in tx: borrowing Transaction,
        notice: (IssuedCode) -> Notice
    ) throws(DomainError) -> IssuedCode? {
        if edit.isByThemselves, delivery != .return {
            try tx.countOwnMessage(over: channel, by: edit.user.id, at: edit.now)
        }
        return try deliver(
            purpose, delivery, to: edit.user, address: address, details: details, in: tx, at: edit.now, notice: notice)
    }

    /// Makes the code that proves the e-mail address which the user has now.
    func deliverEmailCode(
        _ delivery: CodeDelivery, to edit: HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) -> IssuedCode? {
        try requireLink(delivery, of: edit)
        return try deliver(.email, delivery, over: .email, to: edit, address: edit.human.email, in: tx) {
            .verifyEmail($0, delivery.template)
        }
    }

    /// Makes the code that proves the telephone number which the user has now.
    func deliverPhoneCode(
        _ delivery: CodeDelivery, to edit: HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) -> IssuedCode? {
        try deliver(.phone, delivery, over: .sms, to: edit, address: edit.human.phone, in: tx) {
            .verifyPhone(code: $0.code)
        }
    }

    /// Makes sure that a message which people have sent to an address of their choice leads nowhere but here: it comes
    /// from this service, and whoever gets it may never have heard of them.
    /// - Throws: `LINK-0wnL1`.
    func requireLink(_ delivery: CodeDelivery, of edit: HumanEdit) throws(DomainError) {
        guard edit.isByThemselves, let template = delivery.template, !messages.isOwn(template) else { return }
        throw DomainError(.permissionDenied, "LINK-0wnL1", "URL Template leads to another service")
    }
}

extension HumanEdit {
    /// Whether users do it to themselves who may not do it to others.
    fileprivate var isByThemselves: Bool {
        caller.userID == user.id && !caller.has(.userWrite, in: user.organizationID)
    }
}
