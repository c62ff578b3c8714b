package import Model
internal import SQL

extension Transaction {
    /// Makes user names unique within their organization, or within the instance again.
    /// - Throws: `V3-DKcYh` when a name would meet its double there.
    package borrowing func setUsernameScope(
        of organization: Organization.ID, isScoped: Bool
    ) throws(DomainError) {
        try execute(
            "UPDATE users SET username_scope = $2 WHERE organization_id = $1", organization,
            isScoped ? organization.rawValue : "", conflict: .usernameTaken)
    }

    /// The same for every organization that follows the instance's domain settings.
    /// - Throws: `V3-DKcYh` when a name would meet its double.
    package borrowing func setUsernameScopeOfFollowers(isScoped: Bool) throws(DomainError) {
        try execute(
            """
            UPDATE users SET username_scope = CASE WHEN $1 THEN organization_id ELSE '' END
            WHERE organization_id NOT IN (
                SELECT organization_id FROM settings WHERE kind = $2 AND organization_id IS NOT NULL
            )
            """,
            isScoped, SettingsKind.domain, conflict: .usernameTaken)
    }
}
