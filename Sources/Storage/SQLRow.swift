package import Model
package import Platform
internal import SQL

/// The current row of a query, read by column name. It cannot leave the closure that decodes it.
///
/// Each function fails with an internal error, and a line in the log, when the column does not exist, holds another
/// type, or is null where the function does not return an optional.
package struct SQLRow: ~Copyable {
    private let cursor: any SQLCursor
    private let session: Session

    init(_ cursor: any SQLCursor, _ session: Session) {
        self.cursor = cursor
        self.session = session
    }

    package borrowing func text(_ column: StaticString) throws(DomainError) -> String {
        try present(optionalText(column), column)
    }

    package borrowing func integer(_ column: StaticString) throws(DomainError) -> Int64 {
        try present(optionalInteger(column), column)
    }

    package borrowing func boolean(_ column: StaticString) throws(DomainError) -> Bool {
        try present(optionalBoolean(column), column)
    }

    package borrowing func blob(_ column: StaticString) throws(DomainError) -> [UInt8] {
        try present(optionalBlob(column), column)
    }

    package borrowing func timestamp(_ column: StaticString) throws(DomainError) -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    /// A column of JSON text that holds an object.
    package borrowing func object(_ column: StaticString) throws(DomainError) -> JSONObject {
        let text = try text(column)
        // Why the text cannot be read does not matter: we wrote it.
        guard let object = try? JSONValue(parsing: text.utf8).objectValue else { throw unreadable(column) }
        return object
    }

    /// An identifier, or an enumeration that is stored as its raw value.
    package borrowing func value<T: RawRepresentable<String>>(
        _ column: StaticString, as type: T.Type = T.self
    ) throws(DomainError) -> T {
        guard let value = T(rawValue: try text(column)) else { throw unreadable(column) }
        return value
    }

    package borrowing func value<T: RawRepresentable<Int64>>(
        _ column: StaticString, as type: T.Type = T.self
    ) throws(DomainError) -> T {
        guard let value = T(rawValue: try integer(column)) else { throw unreadable(column) }
        return value
    }

    package borrowing func optionalValue<T: RawRepresentable<String>>(
        _ column: StaticString, as type: T.Type = T.self
    ) throws(DomainError) -> T? {
        guard let text = try optionalText(column) else { return nil }
        guard let value = T(rawValue: text) else { throw unreadable(column) }
        return value
    }

    package borrowing func optionalText(_ column: StaticString) throws(DomainError) -> String? {
        do throws(SQLError) { return try cursor.text(column) } catch { throw session.failure(of: error) }
    }

    package borrowing func optionalInteger(_ column: StaticString) throws(DomainError) -> Int64? {
        do throws(SQLError) { return try cursor.integer(column) } catch { throw session.failure(of: error) }
    }

    package borrowing func optionalBoolean(_ column: StaticString) throws(DomainError) -> Bool? {
        do throws(SQLError) { return try cursor.boolean(column) } catch { throw session.failure(of: error) }
    }

    package borrowing func optionalBlob(_ column: StaticString) throws(DomainError) -> [UInt8]? {
        do throws(SQLError) { return try cursor.blob(column) } catch { throw session.failure(of: error) }
    }

    package borrowing func optionalTimestamp(_ column: StaticString) throws(DomainError) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(milliseconds: $0) }
    }

    /// For a decoder that finds a stored value it does not understand.
    package borrowing func unreadable(_ column: StaticString) -> DomainError {
        session.failure(of: SQLError(.decoding, "the column \(column) has an unexpected value"))
    }

    private borrowing func present<T>(_ value: T?, _ column: StaticString) throws(DomainError) -> T {
        guard let value else {
            throw session.failure(of: SQLError(.decoding, "the column \(column) is null or of another type"))
        }
        return value
    }
}
