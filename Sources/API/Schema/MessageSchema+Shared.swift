// Messages of several services.

extension MessageSchema {
    package static let details = MessageSchema(
        "zitadel.object.v2.Details", .long("sequence", "Counts the changes of the object."),
        .moment("changeDate"), .text("resourceOwner", .any, "The organization or instance that it belongs to."),
        .moment("creationDate"))

    /// `zitadel.object.v2.ListDetails`.
    static let listDetails = MessageSchema(
        "zitadel.object.v2.ListDetails", .long("totalResult", "How many the caller could see without the page."),
        .moment("timestamp"))

    /// `zitadel.v1.ListDetails`.
    static let listDetailsV1 = MessageSchema(
        "zitadel.v1.ListDetails", .long("totalResult", "How many there are without the page."),
        .moment("viewTimestamp"))

    static let listQuery = MessageSchema("zitadel.object.v2.ListQuery", pageMembers)
    static let listQueryV1 = MessageSchema("zitadel.v1.ListQuery", pageMembers)
    static let paginationRequest = MessageSchema("zitadel.filter.v2.PaginationRequest", pageMembers)

    private static let pageMembers: [Member] = [
        .long("offset", "How many to leave out."), .integer("limit", 0...1000, "How many to show; 100 by default."),
        .flag("asc", "Ascending; by default the order is descending."),
    ]

    static let paginationResponse = MessageSchema(
        "zitadel.filter.v2.PaginationResponse",
        .long("totalResult", "How many the caller could see without the page."),
        .long("appliedLimit", "How many the page has at most."))

    static let idFilter = MessageSchema("zitadel.filter.v2.IDFilter", .id("id"))
    static let inIDsFilter = MessageSchema(
        "zitadel.filter.v2.InIDsFilter",
        .texts("ids", .identifier, atMost: MessageReader.greatestIdentifierCount))
    static let timestampFilter = MessageSchema(
        "zitadel.filter.v2.TimestampFilter", .moment("timestamp").required,
        .choice("method", WireTimestampMethod.self))

    /// A filter on a text: the text under its own name, and `method`.
    static func textFilter(_ name: String, _ field: String, _ rule: TextRule = .between(1, 200)) -> MessageSchema {
        MessageSchema(name, .text(field, rule), .choice("method", WireTextMethod.self))
    }

    /// The same with the older names of the methods.
    static func textQuery(_ name: String, _ field: String, _ rule: TextRule = .between(1, 200)) -> MessageSchema {
        MessageSchema(name, .text(field, rule), .field(FieldSchema("method", .choice(.textQueryMethod), "")))
    }

    static let metadataKeyFilter = textFilter("zitadel.metadata.v2.MetadataKeyFilter", "key", .atMost(200))
    static let metadataSearchFilter = MessageSchema(
        "zitadel.metadata.v2.MetadataSearchFilter",
        .requiredOneOf("filter", .message("keyFilter", metadataKeyFilter)))

    /// An empty message: that it is there says everything.
    static func empty(_ name: String) -> MessageSchema { MessageSchema(name, []) }
}

extension FieldType.Choice {
    /// `TextQueryMethod`, the older spelling of ``WireTextMethod``.
    static let textQueryMethod = FieldType.Choice(
        names: WireTextMethod.allCases.map { "TEXT_QUERY_METHOD" + $0.rawValue.dropFirst("TEXT_FILTER_METHOD".count) })
}

extension MessageSchema.Member {
    /// The head of most replies.
    package static let details = Self.message("details", .details)
    static let listDetails = Self.message("details", .listDetails)
    static let listDetailsV1 = Self.message("details", .listDetailsV1)
    static let listQuery = Self.message("query", .listQuery)
    static let listQueryV1 = Self.message("query", .listQueryV1)
    static let pagination = Self.message("pagination", .paginationRequest)
    static let paginationReply = Self.message("pagination", .paginationResponse)
    static let userID = Self.id("userId")

    /// The filters of a list, all of which must hold.
    static func filters(
        _ name: String = "filters", _ schema: @autoclosure @escaping @Sendable () -> MessageSchema
    ) -> Self {
        .messages(name, schema(), atMost: MessageReader.greatestFilterCount, "All of them must hold.")
    }
}
