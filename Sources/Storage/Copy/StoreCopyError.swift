package import SQL

/// Why a store was not copied. Nothing was. The description is for the operator.
package enum StoreCopyError: Error, Sendable, CustomStringConvertible {
    /// The store to copy from has not the schema of this version of the service.
    case source(MigrationError)
    case target(MigrationError)
    case notEmpty(table: String)
    /// What was read back is not what was sent.
    case differs(table: String)
    case store(SQLError)

    package var description: String {
        switch self {
        case .source(let error): "the store to copy from: \(error)"
        case .target(let error): "the store to copy to: \(error)"
        case .notEmpty(let table): "the store to copy to is not empty: it has rows in \(table)"
        case .differs(let table): "what arrived in \(table) is not what was sent"
        case .store(let error): error.message
        }
    }
}
