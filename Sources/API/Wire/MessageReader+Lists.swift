internal import Model

extension MessageReader {
    /// The filters of a list, all of which must hold.
    /// - Parameter name: the message of one filter.
    func filters<Filter>(
        as name: String, _ decode: (MessageReader) throws(DomainError) -> Filter
    ) throws(DomainError) -> [Filter] {
        try messages("filters", as: name).map(decode)
    }

    /// `IDFilter`: `{id}`, or the same under the name that the filter gives its member.
    func identifier<ID: Identifier>(
        in field: String, _ member: String = "id", as type: ID.Type = ID.self
    ) throws(DomainError) -> ID {
        ID(try requiredMessage(field, as: "IDFilter").string(member, .identifier))
    }

    /// `InIDsFilter`: `{ids}`.
    func identifiers<ID: Identifier>(in field: String, as type: ID.Type = ID.self) throws(DomainError) -> [ID] {
        try requiredMessage(field, as: "InIDsFilter").strings("ids", .identifier).map(ID.init(rawValue:))
    }
}
