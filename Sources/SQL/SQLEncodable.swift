package import Platform

/// What can be bound to a parameter of a statement.
package protocol SQLEncodable {
    var sqlValue: SQLValue { get }
}

extension Int64: SQLEncodable {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLEncodable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLEncodable {
    package var sqlValue: SQLValue { .boolean(self) }
}

extension String: SQLEncodable {
    package var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLEncodable {
    package var sqlValue: SQLValue { .blob(self) }
}

/// A moment is stored as milliseconds since 1970.
extension Timestamp: SQLEncodable {
    package var sqlValue: SQLValue { .integer(milliseconds) }
}

extension Optional: SQLEncodable where Wrapped: SQLEncodable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension SQLValue: SQLEncodable {
    package var sqlValue: SQLValue { self }
}

/// An identifier or an enumeration conforms by naming the protocol and is stored as its raw value.
extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
    package var sqlValue: SQLValue { rawValue.sqlValue }
}
