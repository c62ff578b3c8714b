internal import Model
internal import Platform

enum WireKeyFieldName: String, WireEnum {
    case unspecified = "KEY_FIELD_NAME_UNSPECIFIED"
    case creationDate = "KEY_FIELD_NAME_CREATED_DATE"
    case id = "KEY_FIELD_NAME_ID"
    case userID = "KEY_FIELD_NAME_USER_ID"
    case organizationID = "KEY_FIELD_NAME_ORGANIZATION_ID"
    case expirationDate = "KEY_FIELD_NAME_KEY_EXPIRATION_DATE"

    var sorting: MachineCredential.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .id: .id
        case .userID: .userID
        case .organizationID: .organizationID
        case .expirationDate: .expirationDate
        }
    }
}

enum WirePersonalAccessTokenFieldName: String, WireEnum {
    case unspecified = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_UNSPECIFIED"
    case creationDate = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_CREATED_DATE"
    case id = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_ID"
    case userID = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_USER_ID"
    case organizationID = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_ORGANIZATION_ID"
    case expirationDate = "PERSONAL_ACCESS_TOKEN_FIELD_NAME_EXPIRATION_DATE"

    var sorting: MachineCredential.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .id: .id
        case .userID: .userID
        case .organizationID: .organizationID
        case .expirationDate: .expirationDate
        }
    }
}

extension MessageReader {
    /// `expirationDate`, which must be there.
    func expirationDate() throws(DomainError) -> Timestamp {
        guard let moment = try timestamp("expirationDate") else { throw fault("expirationDate", "value is required") }
        return moment
    }

    /// The list of keys or tokens that a request asks for.
    /// - Parameters:
    ///   - filterName: the message of one filter.
    ///   - id: the filter's member about the identifier; the others are the same for both.
    func credentialSearch(
        _ filterName: String, id: String, sorting: MachineCredential.Sorting
    ) throws(DomainError) -> MachineCredential.Search {
        let filters = try filters(as: filterName) { (filter) throws(DomainError) in
            let field = try filter.requiredOneOf(
                "filter", [id, "userIdFilter", "organizationIdFilter", "createdDateFilter", "expirationDateFilter"])
            return try filter.credentialFilter(field)
        }
        return MachineCredential.Search(filters: filters, sorting: sorting, page: try Page(self))
    }

    private func credentialFilter(_ field: String) throws(DomainError) -> MachineCredential.Filter {
        switch field {
        case "userIdFilter": .user(User.ID(try idFilter(field)))
        case "organizationIdFilter": .organization(Organization.ID(try idFilter(field)))
        case "createdDateFilter": .created(try requiredMessage(field, as: "TimestampFilter").timestampMatch())
        case "expirationDateFilter": .expires(try requiredMessage(field, as: "TimestampFilter").timestampMatch())
        default: .id(try idFilter(field))
        }
    }

    private func idFilter(_ field: String) throws(DomainError) -> String {
        try requiredMessage(field, as: "IDFilter").string("id", .atMost(200))
    }
}

extension JSONObject {
    /// The reply of a list of keys or tokens.
    static func credentials(_ result: PageResult<MachineCredential>, _ page: Page) -> JSONObject {
        .message {
            $0.set("pagination", page.response(total: result.total))
            $0.set("result", result.rows.map(\.message))
        }
    }
}

extension MachineCredential {
    /// `zitadel.user.v2.Key` and `zitadel.user.v2.PersonalAccessToken`, which have the same members.
    fileprivate var message: JSONObject {
        .message {
            $0.set("creationDate", createdAt)
            $0.set("changeDate", createdAt)
            $0.set("id", id)
            $0.set("userId", userID)
            $0.set("organizationId", organizationID)
            $0.set("expirationDate", expiresAt)
        }
    }
}
