internal import Model
internal import Platform

extension MessageReader {
    /// - Parameter caller: whose sessions a query about a creator without an identifier means.
    func sessionSearch(by caller: Caller) throws(DomainError) -> Session.Search {
        Session.Search(
            filters: try filters("queries", as: "SearchQuery") { (query) throws(DomainError) in
                try query.sessionFilter(by: caller)
            },
            sorting: try enumeration("sortingColumn", as: WireSessionFieldName.self).sorting,
            page: try Page(self, field: "query"))
    }

    private func sessionFilter(by caller: Caller) throws(DomainError) -> Session.Filter {
        let members = [
            "idsQuery", "userIdQuery", "creationDateQuery", "creatorQuery", "userAgentQuery", "expirationDateQuery",
        ]
        guard let field = try oneOf(members) else {
            throw DomainError(.invalidArgument, "GRPC-Sfefs", "List.Query.Invalid")
        }
        switch field {
        case "idsQuery": return .ids(try identifiers(in: field))
        case "userIdQuery": return .user(try identifier(in: field))
        case "creationDateQuery": return .created(try momentMatch(field, "creationDate"))
        case "creatorQuery":
            let id = try requiredMessage(field, as: "CreatorQuery").string("id", .atMost(200))
            return .creator(id.isEmpty ? caller.userID : User.ID(id))
        case "userAgentQuery":
            let id = try requiredMessage(field, as: "UserAgentQuery").string("fingerprintId", .atMost(200))
            // The tokens that call this API are not bound to a user agent.
            guard !id.isEmpty else {
                throw DomainError(.invalidArgument, "GRPC-x8n23uh", "The token has no user agent")
            }
            return .agent(fingerprintID: id)
        default: return .expires(try momentMatch(field, "expirationDate"))
        }
    }

    private func momentMatch(_ field: String, _ member: String) throws(DomainError) -> TimestampMatch {
        let query = try requiredMessage(field, as: "TimestampQuery")
        guard let moment = try query.timestamp(member) else { throw query.fault(member, "value is required") }
        return TimestampMatch(moment, try query.enumeration("method", as: WireTimestampQueryMethod.self).method)
    }
}
