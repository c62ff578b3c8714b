package import SQL

/// Why the schema could not be brought up to date. The description is for the operator.
package enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The store was written by a newer version of the service.
    case newerSchema(found: Int64, known: Int64)
    /// A migration that the store has is not the one that this version knows under the same number.
    case changed(version: Int64, name: String)
    /// The store lacks migrations where it must not.
    case outdated
    /// One migration failed; the store is as it was before it.
    case failed(version: Int64, name: String, SQLError)
    /// The store could not be read or written.
    case store(SQLError)

    package var description: String {
        switch self {
        case .newerSchema(let found, let known):
            "the store has schema version \(found), this version of the service knows \(known): run a newer version"
        case .changed(let version, let name):
            "migration \(version) (\(name)) differs from the one the store was made with"
        case .outdated:
            "the store has an older schema: bring it up to date with `alcazar migrate`"
        case .failed(let version, let name, let error):
            "migration \(version) (\(name)) failed and was undone: \(error.message)"
        case .store(let error):
            "the store cannot be migrated: \(error.message)"
        }
    }
}
