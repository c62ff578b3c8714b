package import Model
internal import SQL

extension Transaction {
    /// Whether somebody who can sign in owns the instance. Without an owner nobody could make one.
    package borrowing func hasInstanceOwner() throws(DomainError) -> Bool {
        try first(
            """
            SELECT 1 AS found
            FROM administrators a
            JOIN users u ON u.id = a.user_id AND u.state = 'active'
            JOIN organizations o ON o.id = u.organization_id AND o.state = 'active'
            WHERE a.scope = 'instance'
                AND strpos(' ' || a.roles || ' ', ' IAM_OWNER ') > 0
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Refuses a change after which the instance has no owner.
    package borrowing func requireInstanceOwner() throws(DomainError) {
        guard try hasInstanceOwner() else {
            throw DomainError(.failedPrecondition, "INSTANCE-0wn3r", "The last IAM_OWNER of the instance must remain")
        }
    }
}
