package import Model
internal import Platform
package import Storage

/// Finds people by what they type to sign in.
package struct LoginDirectory: Sendable {
    private let database: Database
    private let instance: Instance

    package init(database: Database, instance: Instance) {
        self.database = database
        self.instance = instance
    }

    /// What a typed name leads to.
    package struct Entry: Sendable {
        /// `nil` when nobody, or more than one, is meant.
        package let user: User?
        /// Whose settings and branding the next page shows: the user's organization. Where unknown names must not be told
        /// apart, and for those, the one that the name's domain belongs to.
        package let organizationID: Organization.ID?
        package let settings: LoginSettings
        /// The same for all spellings of a name that lead to one account, and for those that would if there were one.
        package let accountName: String
    }

    /// Finds the one person that is meant: by login name, by user name in the organization that is asked for or else the
    /// default one, by e-mail address or telephone number where the settings allow it and the person has proven it: an address
    /// that somebody merely claims leads nobody to them, and keeps nobody from the person whose it is. Machines never sign
    /// in here.
    /// - Parameter organization: to which an application restricts the sign-in.
    package func entry(for typed: String, within organization: Organization.ID?) async throws(DomainError) -> Entry {
        try await database.read { (tx) throws(DomainError) in
            var home = organization
            if home == nil, let found = try tx.organization(ofDomainIn: typed) {
                let allows = try tx.settings(LoginSettings.self, of: found).value.allowsDomainDiscovery
                home = allows ? found : nil
            }
            let settings = try tx.settings(LoginSettings.self, of: home).value
            let found = try user(typed, within: organization, settings, in: tx)
            guard let found, found.human != nil, organization == nil || found.organizationID == organization else {
                return Entry(
                    user: nil, organizationID: home, settings: settings,
                    accountName: try loginName(typed, within: organization, in: tx))
            }
            if settings.ignoresUnknownUsernames {
                return Entry(
                    user: found, organizationID: home, settings: settings,
                    accountName: found.preferredLoginName.lowercased())
            }
            return Entry(
                user: found, organizationID: found.organizationID,
                settings: try tx.settings(LoginSettings.self, of: found.organizationID).value,
                accountName: found.preferredLoginName.lowercased())
        }
    }

    /// The organization with this identifier or primary domain, to which an application restricts the sign-in.
    package func organization(id: String?, primaryDomain: String?) async throws(DomainError) -> Organization.ID? {
        try await database.read { (tx) throws(DomainError) in
            if let id { return try tx.organizationExists(Organization.ID(id)) ? Organization.ID(id) : nil }
            guard let primaryDomain else { return nil }
            return try tx.owner(ofVerifiedDomain: primaryDomain.lowercased())
        }
    }

    /// The login name that a typed name would be.
    private func loginName(
        _ typed: String, within organization: Organization.ID?, in tx: borrowing Transaction
    ) throws(DomainError) -> String {
        guard !typed.contains("@"), let home = try tx.organization(organization ?? defaultID) else {
            return typed.lowercased()
        }
        return "\(typed)@\(home.primaryDomain)".lowercased()
    }

    private func user(
        _ typed: String, within organization: Organization.ID?, _ settings: LoginSettings, in tx: borrowing Transaction
    ) throws(DomainError) -> User? {
        if let user = try tx.user(loginName: typed) { return user }
        if !typed.contains("@"),
            let user = try only(
                [.username(TextMatch(typed, .equalsIgnoreCase)), .organization(organization ?? defaultID)], in: tx)
        {
            return user
        }
        let scope = organization.map { [User.Filter.organization($0)] } ?? []
        if !settings.disablesLoginWithEmail, typed.contains("@"),
            let user = try only([.email(TextMatch(typed, .equalsIgnoreCase)), .hasProvenEmail] + scope, in: tx)
        {
            return user
        }
        guard !settings.disablesLoginWithPhone, typed.hasPrefix("+") else { return nil }
        let phone = TextMatch(typed.filter { !" -/()".contains($0) }, .equals)
        return try only([.phone(phone), .hasProvenPhone] + scope, in: tx)
    }

    private func only(_ filters: [User.Filter], in tx: borrowing Transaction) throws(DomainError) -> User? {
        let found = try tx.users(
            User.Search(filters: filters + [.isHuman], sorting: .id, page: Page(limit: 2)),
            visibleTo: .loginPages(of: instance))
        return found.rows.count == 1 ? found.rows.first : nil
    }

    private var defaultID: Organization.ID { instance.defaultOrganizationID }
}
