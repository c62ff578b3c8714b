package import Model

extension Settings {
    /// Admits a second factor to the login of an organization with login settings of its own, or with `nil` of the
    /// instance.
    /// - Throws: 409 when it is admitted.
    package func admit(
        _ factor: LoginSettings.SecondFactor, toLoginOf organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await change(LoginSettings.self, of: organization, by: caller) { (settings) throws(DomainError) in
            guard !settings.secondFactors.contains(factor) else { throw .factorExists("2B0ps", organization) }
            settings.secondFactors.append(factor)
        }
    }

    /// - Throws: 404 when it is not admitted.
    package func refuse(
        _ factor: LoginSettings.SecondFactor, atLoginOf organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await change(LoginSettings.self, of: organization, by: caller) { (settings) throws(DomainError) in
            guard settings.secondFactors.contains(factor) else { throw .factorMissing("3M9od", organization) }
            settings.secondFactors.removeAll { $0 == factor }
        }
    }

    /// - Throws: 409 when it is admitted.
    package func admit(
        _ factor: LoginSettings.MultiFactor, toLoginOf organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await change(LoginSettings.self, of: organization, by: caller) { (settings) throws(DomainError) in
            guard !settings.multiFactors.contains(factor) else { throw .factorExists("3M9od", organization) }
            settings.multiFactors.append(factor)
        }
    }

    /// - Throws: 404 when it is not admitted.
    package func refuse(
        _ factor: LoginSettings.MultiFactor, atLoginOf organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await change(LoginSettings.self, of: organization, by: caller) { (settings) throws(DomainError) in
            guard settings.multiFactors.contains(factor) else { throw .factorMissing("3M9df", organization) }
            settings.multiFactors.removeAll { $0 == factor }
        }
    }
}

extension DomainError {
    fileprivate static func factorExists(_ id: String, _ organization: Organization.ID?) -> DomainError {
        organization == nil
            ? DomainError(.alreadyExists, "INSTANCE-\(id)", "Errors.Instance.MFA.AlreadyExists")
            : DomainError(.alreadyExists, "Org-\(id)", "Errors.Org.LoginPolicy.MFA.AlreadyExists")
    }

    fileprivate static func factorMissing(_ id: String, _ organization: Organization.ID?) -> DomainError {
        organization == nil
            ? DomainError(.notFound, "INSTANCE-\(id)", "Errors.IAM.LoginPolicy.MFA.NotExisting")
            : DomainError(.notFound, "Org-\(id)", "Errors.Org.LoginPolicy.MFA.NotExisting")
    }
}
