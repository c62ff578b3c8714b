/// A value as it crosses the driver seam. A driver without booleans stores them as 0 and 1.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case boolean(Bool)
    case text(String)
    case blob([UInt8])
}
