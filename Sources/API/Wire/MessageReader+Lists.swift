internal import Model

extension MessageReader {
    /// What one search may ask for: each identifier is a value of the statement, of which SQLite takes 32,766.
    static let greatestFilterCount = 20
    static let greatestIdentifierCount = 1000

    /// The filters of a list, all of which must hold.
    /// - Parameter name: the message of one filter.
    func filters<Filter>(
        _ field: String = "filters", as name: String, _ decode: (MessageReader) throws(DomainError) -> Filter
    ) throws(DomainError) -> [Filter] {
        let filters = try messages(field, as: name)
        guard filters.count <= Self.greatestFilterCount else {
            throw fault(field, "value must contain no more than \(Self.greatestFilterCount) item(s)")
        }
        return try filters.map(decode)
    }

    /// `IDFilter`: `{id}`, or the same under the name that the filter gives its member.
    func identifier<ID: Identifier>(
        in field: String, _ member: String = "id", as type: ID.Type = ID.self
    ) throws(DomainError) -> ID {
        ID(try requiredMessage(field, as: "IDFilter").string(member, .identifier))
    }

    /// `InIDsFilter`: `{ids}`.
    func identifiers<ID: Identifier>(in field: String, as type: ID.Type = ID.self) throws(DomainError) -> [ID] {
        let message = try requiredMessage(field, as: "InIDsFilter")
        let ids = try message.strings("ids", .identifier)
        guard ids.count <= Self.greatestIdentifierCount else {
            throw message.fault("ids", "value must contain no more than \(Self.greatestIdentifierCount) item(s)")
        }
        return ids.map(ID.init(rawValue:))
    }
}
