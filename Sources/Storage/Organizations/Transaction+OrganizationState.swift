package import Model
internal import SQL

extension Transaction {
    package borrowing func isActive(_ organization: Organization.ID) throws(DomainError) -> Bool {
        try first("SELECT 1 AS found FROM organizations WHERE id = $1 AND state = 'active'", organization) { _ in true }
            ?? false
    }
}
