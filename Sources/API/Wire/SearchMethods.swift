internal import Model
internal import Platform

/// `TextFilterMethod` and `TextQueryMethod`, two spellings of one enum. Input may use either.
enum WireTextMethod: String, WireEnum {
    case equals = "TEXT_FILTER_METHOD_EQUALS"
    case equalsIgnoreCase = "TEXT_FILTER_METHOD_EQUALS_IGNORE_CASE"
    case startsWith = "TEXT_FILTER_METHOD_STARTS_WITH"
    case startsWithIgnoreCase = "TEXT_FILTER_METHOD_STARTS_WITH_IGNORE_CASE"
    case contains = "TEXT_FILTER_METHOD_CONTAINS"
    case containsIgnoreCase = "TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE"
    case endsWith = "TEXT_FILTER_METHOD_ENDS_WITH"
    case endsWithIgnoreCase = "TEXT_FILTER_METHOD_ENDS_WITH_IGNORE_CASE"

    static let aliases = Dictionary(
        uniqueKeysWithValues: allCases.map {
            ("TEXT_QUERY_METHOD" + $0.rawValue.dropFirst("TEXT_FILTER_METHOD".count), $0)
        })

    var method: TextMatch.Method {
        switch self {
        case .equals: .equals
        case .equalsIgnoreCase: .equalsIgnoreCase
        case .startsWith: .startsWith
        case .startsWithIgnoreCase: .startsWithIgnoreCase
        case .contains: .contains
        case .containsIgnoreCase: .containsIgnoreCase
        case .endsWith: .endsWith
        case .endsWithIgnoreCase: .endsWithIgnoreCase
        }
    }
}

enum WireTimestampMethod: String, WireEnum {
    case equals = "TIMESTAMP_FILTER_METHOD_EQUALS"
    case after = "TIMESTAMP_FILTER_METHOD_AFTER"
    case afterOrEquals = "TIMESTAMP_FILTER_METHOD_AFTER_OR_EQUALS"
    case before = "TIMESTAMP_FILTER_METHOD_BEFORE"
    case beforeOrEquals = "TIMESTAMP_FILTER_METHOD_BEFORE_OR_EQUALS"

    var method: TimestampMatch.Method {
        switch self {
        case .equals: .equals
        case .after: .after
        case .afterOrEquals: .afterOrEquals
        case .before: .before
        case .beforeOrEquals: .beforeOrEquals
        }
    }
}

extension MessageReader {
    /// A text filter: the text in the named field, and `method`.
    func textMatch(_ field: String, _ rule: TextRule = .between(1, 200)) throws(DomainError) -> TextMatch {
        TextMatch(try string(field, rule), try enumeration("method", as: WireTextMethod.self).method)
    }

    /// A timestamp filter: `timestamp` and `method`.
    func timestampMatch() throws(DomainError) -> TimestampMatch {
        guard let moment = try timestamp("timestamp") else { throw fault("timestamp", "value is required") }
        return TimestampMatch(moment, try enumeration("method", as: WireTimestampMethod.self).method)
    }

    /// Which of a oneof's members is set, where one must be.
    /// - Parameter name: the oneof's own name, for the fault.
    func requiredOneOf(_ name: String, _ fields: [String]) throws(DomainError) -> String {
        guard let field = try oneOf(fields) else { throw fault(name, "value is required") }
        return field
    }
}
