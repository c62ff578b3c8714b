internal import Model
internal import Platform

extension AdministratorOverview.Filter {
    /// How deep filters may lie in one another.
    private static let greatestDepth = 20

    private static let fields = [
        "inUserIdsFilter", "userOrganizationId", "userPreferredLoginName", "userDisplayName", "resource", "role",
        "creationDate", "changeDate", "and", "or", "not",
    ]

    /// - Throws: `ORG-vR9nC` for a filter without a member and a connective without operands.
    init(_ filter: MessageReader, depth: Int) throws(DomainError) {
        guard depth <= Self.greatestDepth else {
            throw DomainError(
                .invalidArgument, "USER-zsQ97", "Too many query nesting levels (Max \(Self.greatestDepth))")
        }
        guard let field = try filter.oneOf(Self.fields) else { throw .invalidQuery }
        switch field {
        case "inUserIdsFilter": self = .users(try filter.identifiers(in: field))
        case "userOrganizationId": self = .userOrganization(try filter.identifier(in: field))
        case "userPreferredLoginName":
            let message = try filter.requiredMessage(field, as: "UserPreferredLoginNameFilter")
            self = .loginName(try message.textMatch("preferredLoginName"))
        case "userDisplayName":
            let message = try filter.requiredMessage(field, as: "UserDisplayNameFilter")
            self = .displayName(try message.textMatch("displayName"))
        case "resource": self = .resource(try AdministratorTarget(in: filter))
        case "role":
            let message = try filter.requiredMessage(field, as: "RoleFilter")
            self = .role(Role(rawValue: try message.string("roleKey", .between(1, 200))))
        case "creationDate":
            self = .createdAt(try filter.requiredMessage(field, as: "TimestampFilter").timestampMatch())
        case "changeDate":
            self = .changedAt(try filter.requiredMessage(field, as: "TimestampFilter").timestampMatch())
        case "and": self = .and(try Self.operands(of: filter, field, "AndFilter", depth))
        case "or": self = .or(try Self.operands(of: filter, field, "OrFilter", depth))
        default:
            let not = try filter.requiredMessage(field, as: "NotFilter")
            guard let query = try not.message("query", as: "AdministratorSearchFilter") else { throw .invalidQuery }
            self = .not(try Self(query, depth: depth + 1))
        }
    }

    private static func operands(
        of filter: MessageReader, _ field: String, _ name: String, _ depth: Int
    ) throws(DomainError) -> [Self] {
        let queries = try filter.requiredMessage(field, as: name).messages("queries", as: "AdministratorSearchFilter")
        guard !queries.isEmpty else { throw .invalidQuery }
        return try queries.map { (query) throws(DomainError) in try Self(query, depth: depth + 1) }
    }
}

extension DomainError {
    fileprivate static let invalidQuery = DomainError(.invalidArgument, "ORG-vR9nC", "List.Query.Invalid")
}
