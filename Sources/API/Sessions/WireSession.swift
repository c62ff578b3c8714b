internal import Model

enum WireSessionFieldName: String, WireEnum {
    case unspecified = "SESSION_FIELD_NAME_UNSPECIFIED"
    case creationDate = "SESSION_FIELD_NAME_CREATION_DATE"

    var sorting: Session.Sorting {
        switch self {
        case .unspecified: .unspecified
        case .creationDate: .creationDate
        }
    }
}

/// The comparison of moments in searches for sessions, which has words of its own.
enum WireTimestampQueryMethod: String, WireEnum {
    case equals = "TIMESTAMP_QUERY_METHOD_EQUALS"
    case greater = "TIMESTAMP_QUERY_METHOD_GREATER"
    case greaterOrEquals = "TIMESTAMP_QUERY_METHOD_GREATER_OR_EQUALS"
    case less = "TIMESTAMP_QUERY_METHOD_LESS"
    case lessOrEquals = "TIMESTAMP_QUERY_METHOD_LESS_OR_EQUALS"

    var method: TimestampMatch.Method {
        switch self {
        case .equals: .equals
        case .greater: .after
        case .greaterOrEquals: .afterOrEquals
        case .less: .before
        case .lessOrEquals: .beforeOrEquals
        }
    }
}

enum WireUserVerification: String, WireEnum {
    case unspecified = "USER_VERIFICATION_REQUIREMENT_UNSPECIFIED"
    case required = "USER_VERIFICATION_REQUIREMENT_REQUIRED"
    case preferred = "USER_VERIFICATION_REQUIREMENT_PREFERRED"
    case discouraged = "USER_VERIFICATION_REQUIREMENT_DISCOURAGED"

    /// `nil` for none.
    var value: UserVerification? {
        switch self {
        case .unspecified: nil
        case .required: .required
        case .preferred: .preferred
        case .discouraged: .discouraged
        }
    }
}
