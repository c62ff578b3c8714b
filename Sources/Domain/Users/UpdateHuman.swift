package import Model
internal import Platform
internal import Storage

/// What is to become of a human; what is `nil` stays.
package struct HumanChange: Sendable {
    package enum PhonePart: Sendable {
        case number(String, AddressProof)
        case removal
    }

    package var username: String?
    package var profile: HumanProfile?
    package var email: (address: String, proof: AddressProof)?
    package var phone: PhonePart?
    package var password: PasswordChange?
    package var metadata: [MetadataEntry]

    package init(
        username: String? = nil, profile: HumanProfile? = nil, email: (address: String, proof: AddressProof)? = nil,
        phone: PhonePart? = nil, password: PasswordChange? = nil, metadata: [MetadataEntry] = []
    ) {
        self.username = username
        self.profile = profile
        self.email = email
        self.phone = phone
        self.password = password
        self.metadata = metadata
    }

    /// Whether nothing is to change.
    fileprivate var isEmpty: Bool {
        username == nil && profile == nil && email == nil && phone == nil && password == nil && metadata.isEmpty
    }

    /// Whether users may do it to themselves. What is said about them, what proves an address, a password without
    /// another proof and a hash of one are for others to decide.
    fileprivate var isForOneself: Bool {
        if let email, email.proof.isPrivileged { return false }
        if case .number(_, let proof)? = phone, proof.isPrivileged { return false }
        return metadata.isEmpty && password?.needsPermission != true
    }
}

/// A changed human, with the codes that the caller asked for.
package struct ChangedHuman: Sendable {
    package let details: ObjectDetails
    package let emailCode: String?
    package let phoneCode: String?
}

extension Humans {
    /// Changes the given parts of a human, all or none.
    /// - Throws: `COMMAND-ugjs0upun6` for a user that is unknown or a machine user; `EMAIL-…`, `PHONE-…` and
    ///   `USER-…` for values that are wrong; for the name see ``Users/rename(_:to:by:)``, for the password
    ///   ``apply(_:to:in:)`` and `COMMAND-3klek4sbns`.
    package func update(
        _ target: UserTarget, _ change: HumanChange, by caller: Caller
    ) async throws(DomainError) -> ChangedHuman {
        let parts = try Parts(change)
        if change.password != nil {
            // Before anything is computed for somebody who may not do this.
            try await database.read { (tx) throws(DomainError) in
                _ = try edit(target, change, by: caller, in: tx)
            }
        }
        return try await attempt(change.password, of: target.id, missing: .noNewPassword) {
            (prepared, tx) throws(DomainError) in
            var edit = try edit(target, change, by: caller, in: tx)
            // First the password: when its proof is refused, that is counted, and nothing else may have happened.
            if let prepared, let end: PasswordAttempt<ChangedHuman> = try apply(prepared, to: &edit, in: tx) {
                return end
            }
            try apply(parts, to: &edit, in: tx)
            return .done(
                ChangedHuman(
                    details: edit.details, emailCode: edit.emailCode?.code, phoneCode: edit.phoneCode?.code))
        }
    }

    private func edit(
        _ target: UserTarget, _ change: HumanChange, by caller: Caller, in tx: borrowing Transaction
    ) throws(DomainError) -> HumanEdit {
        try tx.edit(
            target, change.isEmpty ? nil : .userWrite, orSelf: change.isForOneself, by: caller, at: clock.now(),
            missing: DomainError(.notFound, "COMMAND-ugjs0upun6", "User could not be found"))
    }

    /// The parts whose values were found right.
    private struct Parts: Sendable {
        enum Phone: Sendable {
            case number(PhoneNumber, AddressProof)
            case removal
        }

        let username: String?
        let profile: HumanProfile?
        let email: (address: EmailAddress, proof: AddressProof)?
        let phone: Phone?
        let metadata: [MetadataEntry]

        init(_ change: HumanChange) throws(DomainError) {
            username = change.username
            profile = change.profile
            metadata = change.metadata
            if let part = change.email {
                email = (try EmailAddress(part.address), part.proof)
            } else {
                email = nil
            }
            switch change.phone {
            case nil: phone = nil
            case .removal?: phone = .removal
            case .number(let text, let proof)?: phone = .number(try PhoneNumber(text), proof)
            }
        }
    }

    private func apply(
        _ parts: Parts, to edit: inout HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) {
        if let username = parts.username { try edit.rename(to: username, in: tx) }
        if let profile = parts.profile {
            var human = edit.human
            try profile.apply(to: &human)
            try edit.store(human, as: "user.human.profile.changed", human.profilePayload, in: tx)
        }
        if let (address, proof) = parts.email { try change(&edit, email: address, proof, in: tx) }
        switch parts.phone {
        case nil: break
        case .removal?: if !edit.human.phone.isEmpty { try removePhone(&edit, in: tx) }
        case .number(let number, let proof)?: try change(&edit, phone: number, proof, in: tx)
        }
        try edit.set(parts.metadata, in: tx)
    }

    /// Notes that a user chose not to set up a second factor.
    /// - Throws: `COMMAND-auj6jeBei4` for an unknown user.
    package func skipMFAInit(of target: UserTarget, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(
                target, .userWrite, of: caller, orSelf: true,
                missing: DomainError(.notFound, "COMMAND-auj6jeBei4", "User could not be found"))
            let now = clock.now()
            if var human = user.human {
                human.mfaInitSkippedAt = now
                try tx.update(human, of: user.id)
            }
            return try tx.record(
                "user.mfa.init.skipped", of: user.id, in: user.organizationID, by: caller.userID, at: now)
        }
    }
}

extension Human {
    fileprivate var profilePayload: JSONObject {
        [
            "firstName": .string(givenName), "lastName": .string(familyName), "nickName": .string(nickName),
            "displayName": .string(displayName), "preferredLanguage": .string(preferredLanguage),
            "gender": .string(gender.rawValue),
        ]
    }
}

extension DomainError {
    fileprivate static let noNewPassword = DomainError(.invalidArgument, "COMMAND-3klek4sbns", "Password is empty")
}
