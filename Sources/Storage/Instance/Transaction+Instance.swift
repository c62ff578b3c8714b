package import Model
internal import SQL

extension Transaction {
    /// The instance, with the sealed text that tells whether the master key is right; `nil` in an empty store.
    package borrowing func instance() throws(DomainError) -> (instance: Instance, masterKeyCheck: [UInt8])? {
        try first(
            """
            SELECT id, name, default_organization_id, project_id, master_key_check, created_at FROM instance
            """
        ) { (row) throws(DomainError) in
            let instance = Instance(
                id: try row.text("id"), name: try row.text("name"),
                defaultOrganizationID: try row.value("default_organization_id"),
                projectID: try row.value("project_id"), createdAt: try row.timestamp("created_at"))
            return (instance, try row.blob("master_key_check"))
        }
    }

    package borrowing func insert(_ instance: Instance, masterKeyCheck: [UInt8]) throws(DomainError) {
        try execute(
            """
            INSERT INTO instance (id, name, default_organization_id, project_id, master_key_check, created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            instance.id, instance.name, instance.defaultOrganizationID, instance.projectID, masterKeyCheck,
            instance.createdAt)
    }
}
