package import Model
internal import SQL

extension Query where Value == String? {
    /// The hash of a user's password; `nil` for one without.
    package static func passwordHash(of user: User.ID) -> Query {
        Query<String??>.first("SELECT password_hash FROM humans WHERE user_id = $1", user) {
            (row) throws(DomainError) in try row.optionalText("password_hash")
        }.map { $0 ?? nil }
    }
}

extension Transaction {
    /// Stores another hash of the same password.
    package borrowing func replacePasswordHash(of user: User.ID, by hash: String) throws(DomainError) {
        try execute("UPDATE humans SET password_hash = $2 WHERE user_id = $1", user, hash)
    }
}
