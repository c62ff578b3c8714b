internal import Model
internal import Platform

/// Reads the conditions of a search for users: a tree of queries of which each has exactly one member.
struct UserQueryReader {
    /// The deepest level of queries in queries; the list itself is level 0.
    static let deepestLevel = 20
    /// Queries of one search, and elements of their lists, at the most: what a statement can hold.
    static let greatestQueryCount = 500
    static let greatestElementCount = 5000

    private static let members = [
        "userNameQuery", "firstNameQuery", "lastNameQuery", "nickNameQuery", "displayNameQuery", "emailQuery",
        "phoneQuery", "stateQuery", "typeQuery", "loginNameQuery", "inUserIdsQuery", "inUserEmailsQuery",
        "organizationIdQuery", "orQuery", "andQuery", "notQuery", "metadataKeyFilter", "metadataValueFilter",
    ]

    /// The older API numbers the states differently.
    private let isOlder: Bool
    private var queries = 0
    private var elements = 0

    init(isOlder: Bool = false) {
        self.isOlder = isOlder
    }

    /// The search that a request asks for, with its page and order.
    static func search(_ request: MessageReader, isOlder: Bool = false) throws(DomainError) -> User.Search {
        var reader = UserQueryReader(isOlder: isOlder)
        return User.Search(
            filters: try reader.conjunction(try request.messages("queries", as: "SearchQuery"), level: 0),
            sorting: try request.enumeration("sortingColumn", as: WireUserFieldName.self).sorting,
            page: try Page(request, field: "query"))
    }

    /// Conditions that must all hold. Those about metadata are one condition, because they are about one entry.
    private mutating func conjunction(
        _ messages: [MessageReader], level: Int
    ) throws(DomainError) -> [User.Filter] {
        var filters: [User.Filter] = []
        var metadata: [User.MetadataFilter] = []
        for filter in try list(messages, level: level) {
            if case .metadata(let parts) = filter { metadata += parts } else { filters.append(filter) }
        }
        if !metadata.isEmpty { filters.append(.metadata(metadata)) }
        return filters
    }

    private mutating func list(_ messages: [MessageReader], level: Int) throws(DomainError) -> [User.Filter] {
        var filters: [User.Filter] = []
        for message in messages { filters.append(try filter(message, level: level)) }
        return filters
    }

    private mutating func filter(_ query: MessageReader, level: Int) throws(DomainError) -> User.Filter {
        guard level <= Self.deepestLevel else {
            throw DomainError(.invalidArgument, "USER-zsQ97", "Too many query nesting levels (Max 20)")
        }
        queries += 1
        guard queries <= Self.greatestQueryCount else { throw .malformed("too many queries") }
        let field = try query.requiredOneOf("query", Self.members)
        let name = field.prefix(1).uppercased() + field.dropFirst()
        let message = try query.requiredMessage(field, as: name)
        switch field {
        case "orQuery": return .any(try list(try subqueries(message), level: level + 1))
        case "andQuery": return .all(try conjunction(try subqueries(message), level: level + 1))
        case "notQuery":
            return .not(try filter(try message.requiredMessage("query", as: "SearchQuery"), level: level + 1))
        case "inUserIdsQuery": return .ids(try values("userIds", of: message).map { User.ID($0) })
        case "inUserEmailsQuery": return .emails(try values("userEmails", of: message))
        default: return try leaf(field, message)
        }
    }

    private func leaf(_ field: String, _ message: MessageReader) throws(DomainError) -> User.Filter {
        switch field {
        case "userNameQuery": .username(try message.textMatch("userName"))
        case "loginNameQuery": .loginName(try message.textMatch("loginName"))
        case "firstNameQuery": .givenName(try message.textMatch("firstName"))
        case "lastNameQuery": .familyName(try message.textMatch("lastName"))
        case "nickNameQuery": .nickName(try message.textMatch("nickName"))
        case "displayNameQuery": .displayName(try message.textMatch("displayName"))
        case "emailQuery": .email(try message.textMatch("emailAddress", .atMost(200)))
        case "phoneQuery": .phone(try message.textMatch("number", .atMost(20)))
        case "stateQuery":
            isOlder
                ? .state(try message.enumeration("state", as: WireUserStateV1.self).state)
                : .state(try message.enumeration("state", as: WireUserState.self).state)
        case "typeQuery": try message.enumeration("type", as: WireUserType.self).filter
        case "organizationIdQuery":
            .organization(Organization.ID(try message.string("organizationId", .identifier)))
        case "metadataKeyFilter": .metadata([.key(try message.textMatch("key", .atMost(200)))])
        case "metadataValueFilter": .metadata([try metadataValue(message)])
        default: throw .internalFault
        }
    }

    private func metadataValue(_ message: MessageReader) throws(DomainError) -> User.MetadataFilter {
        let value = try message.bytes("value", atMost: 200)
        return switch try message.enumeration("method", as: WireByteMethod.self) {
        case .equals: .value(value)
        case .notEquals: .valueOtherThan(value)
        }
    }

    private func subqueries(_ message: MessageReader) throws(DomainError) -> [MessageReader] {
        let messages = try message.messages("queries", as: "SearchQuery")
        guard !messages.isEmpty else { throw message.fault("queries", Self.emptyList) }
        return messages
    }

    private mutating func values(_ field: String, of message: MessageReader) throws(DomainError) -> [String] {
        let values = try message.strings(field)
        guard !values.isEmpty else { throw message.fault(field, Self.emptyList) }
        elements += values.count
        guard elements <= Self.greatestElementCount else { throw .malformed("too many values in queries") }
        return values
    }

    private static let emptyList = "value must contain at least 1 item(s)"
}
