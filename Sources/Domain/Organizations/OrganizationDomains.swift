internal import Crypto
package import Model
package import Platform
internal import Storage

extension Organizations {
    /// Adds a domain. Unless the domain settings ask for a proof it counts as verified; but without a proof nobody's user name
    /// is taken away, even if it ends in the domain.
    /// - Throws: 409 when the domain is taken; an invalid argument for what is no domain and for the instance's own.
    package func addDomain(
        _ text: String, to id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let name = try DomainName(text)
        // Below the instance's domain are the generated ones: nobody may take another's in advance.
        guard !name.isWithin(instanceDomain) else {
            throw DomainError(.invalidArgument, "COMMAND-SFd21", "Domain is already reserved and cannot be used")
        }
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            let settings = try tx.settings(DomainSettings.self, of: id).value
            let domain = OrganizationDomain(
                organizationID: id, domain: name.rawValue, isVerified: !settings.requiresDomainVerification,
                isPrimary: false, isGenerated: false)
            try tx.insert(domain, at: now)
            try tx.record("org.domain.added", of: id, by: caller.userID, at: now, payload: domain.payload)
            guard domain.isVerified else { return }
            try tx.record("org.domain.verified", of: id, by: caller.userID, at: now, payload: domain.payload)
        }
        return now
    }

    /// - Throws: `ORG-GDfA3` for an unknown domain, `ORG-Sjdi3` for the primary one.
    package func deleteDomain(
        _ name: String, of id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let now = clock.now()
        let name = name.lowercased()
        try await database.write { (tx) throws(DomainError) in
            guard try tx.deleteDomain(name, of: id) else {
                _ = try tx.requireDomain(name, of: id, orThrow: "ORG-GDfA3")
                throw DomainError(.failedPrecondition, "ORG-Sjdi3", "Errors.Org.PrimaryDomainNotDeletable")
            }
            try tx.record("org.domain.removed", of: id, by: caller.userID, at: now, payload: ["domain": .string(name)])
        }
        return now
    }

    package func domains(
        of id: Organization.ID, _ search: OrganizationDomain.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<OrganizationDomain> {
        try caller.require(.orgRead, in: id)
        return try await database.read { (tx) throws(DomainError) in
            try tx.requireOrganization(id)
            return try tx.domains(of: id, search)
        }
    }

    /// Makes the token that proves the ownership of a domain, valid for an hour; an earlier one is void.
    /// - Returns: the token and where it must be found: an address or a TXT record.
    /// - Throws: `ORG-AGD31` for an unknown domain, `ORG-HGw21` for a verified one.
    package func generateValidation(
        _ type: OrganizationDomain.ValidationType, of name: String, in id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> (token: String, place: String) {
        try caller.require(.orgWrite, in: id)
        let now = clock.now()
        let name = name.lowercased()
        let token = SecureRandom.alphanumeric(32)
        try await database.write { (tx) throws(DomainError) in
            let isSet = try tx.setValidation(
                type, token: token, until: now + .hours(1), of: name, in: id, at: now)
            guard isSet else {
                _ = try tx.requireDomain(name, of: id, orThrow: "ORG-AGD31")
                throw DomainError(.failedPrecondition, "ORG-HGw21", "Errors.Org.DomainAlreadyVerified")
            }
            try tx.record(
                "org.domain.verification.added", of: id, by: caller.userID, at: now,
                payload: ["domain": .string(name), "validationType": .string(type.rawValue)])
        }
        let place =
            type == .http ? "https://\(name)/.well-known/zitadel-challenge/\(token)" : "_zitadel-challenge.\(name)"
        return (token, place)
    }

    /// Succeeds for a verified domain. The proof itself needs a request to a foreign server, which this service does
    /// not make.
    /// - Throws: `ORG-GDfA3` for an unknown domain, `ORG-SFBB3` without a token, `ORG-N0kup` otherwise.
    package func verifyDomain(
        _ name: String, of id: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> Timestamp {
        try caller.require(.orgWrite, in: id)
        let name = name.lowercased()
        let found = try await database.read { (tx) throws(DomainError) in
            try tx.requireDomain(name, of: id, orThrow: "ORG-GDfA3")
        }
        if found.domain.isVerified { return found.changedAt }
        guard found.hasToken else {
            throw DomainError(.failedPrecondition, "ORG-SFBB3", "Errors.Org.DomainVerificationMissing")
        }
        throw DomainError(
            .failedPrecondition, "ORG-N0kup", "Domains cannot be verified: this service makes no outgoing requests")
    }
}

extension Transaction {
    fileprivate borrowing func requireDomain(
        _ name: String, of organization: Organization.ID, orThrow id: String
    ) throws(DomainError) -> (domain: OrganizationDomain, hasToken: Bool, changedAt: Timestamp) {
        if let found = try domain(name, of: organization) { return found }
        try requireOrganization(organization)
        throw DomainError(.notFound, id, "Errors.Org.DomainNotOnOrg")
    }
}

extension OrganizationDomain {
    fileprivate var payload: JSONObject { ["domain": .string(domain)] }
}
