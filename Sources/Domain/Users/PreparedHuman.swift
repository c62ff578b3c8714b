package import Model
internal import Platform
internal import Storage

/// A new human whose values were all found right, with the hash of the password.
package struct PreparedHuman: Sendable {
    package let id: User.ID
    let username: String
    let human: Human
    let emailProof: AddressProof
    /// `nil` without a number.
    let phoneProof: AddressProof?
    var passwordHash: String?
    /// Sealed.
    let totpSecret: [UInt8]?
    let links: [NewIdentityProviderLink]
    /// Whether the organization has to offer the providers of the links.
    let needsOffer: Bool
    let metadata: [MetadataEntry]
}

/// A human that was made, with the codes that the caller asked for.
package struct AddedHuman: Sendable {
    package let id: User.ID
    package let details: ObjectDetails
    package let emailCode: String?
    package let phoneCode: String?
}

extension Humans {
    /// What can be checked of a new human without looking at anybody else, in the order of the contract.
    /// - Throws: `EMAIL-…`, `USER-UCej2`, `USER-4hB7d`, `V2-zzad3`, `PHONE-so0wa`, `USER-Drght`, `USER-Dbgth`,
    ///   `CRYPT-…`, `COMMAND-T0tp5`.
    func draft(_ new: NewHuman) throws(DomainError) -> PreparedHuman {
        let email = try EmailAddress(new.email).rawValue
        var human = Human(
            givenName: "", familyName: "", displayName: "", email: email, isEmailVerified: new.emailProof == .verified,
            isPasswordChangeRequired: new.isPasswordChangeRequired)
        try new.profile.apply(to: &human)
        if human.displayName.isEmpty { human.displayName = "\(human.givenName) \(human.familyName)" }
        let username = (new.username ?? email).trimmed
        guard !username.isEmpty else { throw DomainError(.invalidArgument, "V2-zzad3", "Errors.Invalid.Argument") }
        let hasPhone = !new.phone.trimmed.isEmpty
        if hasPhone {
            human.phone = try PhoneNumber(new.phone).rawValue
            human.isPhoneVerified = new.phoneProof == .verified
        }
        let metadata = try new.metadata.map { (entry) throws(DomainError) in try entry.trimmed() }
        var importedHash: String?
        if case .hash(let hash)? = new.password { importedHash = try ImportedHash.checked(hash) }
        return PreparedHuman(
            id: new.id ?? ids.nextID(), username: username, human: human, emailProof: new.emailProof,
            phoneProof: hasPhone ? new.phoneProof : nil, passwordHash: importedHash,
            totpSecret: try new.totpSecret.map { (secret) throws(DomainError) in try totp.seal(imported: secret) },
            links: new.links, needsOffer: new.needsOffer, metadata: metadata)
    }

    /// The new human with the hash of the password, which takes a while.
    func hash(_ draft: PreparedHuman, _ new: NewHuman) async throws(DomainError) -> PreparedHuman {
        guard case .plain(let password)? = new.password else { return draft }
        var prepared = draft
        prepared.passwordHash = try await hasher.hash(password)
        return prepared
    }

    /// What depends on the organization and on others, before a hash is computed. The statements that store the user
    /// check again what must hold.
    /// - Throws: `COMMAND-7yiox1isql` for an identifier that is taken, `COMMAND-SFd21`, `COMMA-…` for the password,
    ///   `COMMAND-39nf2` for a link to a provider that cannot be used.
    func requireRoom(
        for draft: PreparedHuman, _ new: NewHuman, in organization: Organization.ID, _ tx: borrowing Transaction
    ) throws(DomainError) {
        guard try tx.user(draft.id) == nil else {
            throw DomainError(.failedPrecondition, "COMMAND-7yiox1isql", "Errors.User.AlreadyExisting")
        }
        try tx.requireFreeDomain(of: draft.username, in: organization)
        if case .plain(let password)? = new.password {
            try rules.require(
                password, for: .creation, try tx.settings(PasswordComplexitySettings.self, of: organization).value)
        }
        try tx.requireProviders(of: new.links, in: organization)
    }

    /// Stores a new human, active, and makes the codes that prove its addresses.
    /// - Throws: `IDP-0ff3r` for somebody who comes by themselves from a provider that is not offered.
    func insert(
        _ prepared: PreparedHuman, in organization: Organization.ID, by caller: Caller, _ tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> AddedHuman {
        var human = prepared.human
        if prepared.passwordHash != nil { human.passwordChangedAt = now }
        let user = User(
            id: prepared.id, organizationID: organization, username: prepared.username, kind: .human(human),
            tokensValidFrom: now, createdAt: now, changedAt: now)
        try tx.requireFreeDomain(of: user.username, in: organization)
        try tx.insert(user, passwordHash: prepared.passwordHash)
        var details = try tx.record(
            "user.human.added", of: user.id, in: organization, by: caller.userID, at: now,
            payload: user.creationPayload(human))
        if let secret = prepared.totpSecret {
            try tx.insert(readyTOTPSecret: secret, of: user.id, at: now)
            details = try tx.record("user.human.totp.added", of: user.id, in: organization, by: caller.userID, at: now)
        }
        if prepared.needsOffer {
            for link in prepared.links { try tx.requireOffer(of: link.providerID, in: organization) }
        }
        for link in prepared.links { details = try tx.link(link, to: user, by: caller.userID, at: now) }
        details = try tx.setMetadata(prepared.metadata, of: user, by: caller, at: now) ?? details
        var emailCode: IssuedCode?
        var phoneCode: IssuedCode?
        if case .code(let delivery) = prepared.emailProof {
            emailCode = try deliverEmailCode(delivery, to: user, in: tx, at: now)
        }
        if case .code(let delivery)? = prepared.phoneProof {
            phoneCode = try deliverPhoneCode(delivery, to: user, in: tx, at: now)
        }
        return AddedHuman(id: user.id, details: details, emailCode: emailCode?.code, phoneCode: phoneCode?.code)
    }
}

extension User {
    fileprivate func creationPayload(_ human: Human) -> JSONObject {
        [
            "userName": .string(username), "firstName": .string(human.givenName), "lastName": .string(human.familyName),
            "displayName": .string(human.displayName), "email": .string(human.email), "phone": .string(human.phone),
        ]
    }
}
