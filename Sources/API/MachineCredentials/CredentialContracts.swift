// What the calls about secrets, keys and personal access tokens of users say of themselves.

extension MethodContract {
    static let addSecret = MethodContract(
        "Makes a new client secret for a machine user; the old one ends.", [.userID],
        reply: [.moment("creationDate"), .text("clientSecret", .any, "It is shown only here.")])

    static let removeSecret = MethodContract(
        "Removes the client secret of a machine user.", [.userID], reply: [.moment("deletionDate")])

    static let addKey = MethodContract(
        "Adds a key by which a machine user proves itself.",
        [
            .userID, .moment("expirationDate").required,
            .bytes("publicKey", .any, "In the PEM format; by default a pair is made here."),
        ],
        reply: [
            .moment("creationDate"), .text("keyId"),
            .bytes("keyContent", .any, "A JSON key file with the private key, which is shown only here."),
        ])

    static let removeKey = MethodContract(
        "Removes a key of a machine user.", [.userID, .id("keyId")], reply: [.moment("deletionDate")])

    static let listKeys = MethodContract(
        "Lists keys of machine users.",
        [
            .pagination, .choice("sortingColumn", WireKeyFieldName.self),
            .filters("filters", filter("zitadel.user.v2.KeysSearchFilter", "keyIdFilter")),
        ],
        reply: [.paginationReply, .messages("result", credential("zitadel.user.v2.Key"))])

    static let addPersonalAccessToken = MethodContract(
        "Makes a personal access token for a machine user.", [.userID, .moment("expirationDate").required],
        reply: [.moment("creationDate"), .text("tokenId"), .text("token", .any, "It is shown only here.")])

    static let removePersonalAccessToken = MethodContract(
        "Removes a personal access token, which ends with it.", [.userID, .id("tokenId")],
        reply: [.moment("deletionDate")])

    static let listPersonalAccessTokens = MethodContract(
        "Lists personal access tokens.",
        [
            .pagination, .choice("sortingColumn", WirePersonalAccessTokenFieldName.self),
            .filters("filters", filter("zitadel.user.v2.PersonalAccessTokensSearchFilter", "tokenIdFilter")),
        ],
        reply: [.paginationReply, .messages("result", credential("zitadel.user.v2.PersonalAccessToken"))])

    private static let anyIDFilter = MessageSchema("zitadel.user.v2.IDFilter", .optionalText("id", .atMost(200)))

    private static func filter(_ name: String, _ id: String) -> MessageSchema {
        MessageSchema(
            name,
            .requiredOneOf(
                "filter", .message(id, anyIDFilter), .message("userIdFilter", anyIDFilter),
                .message("organizationIdFilter", anyIDFilter), .message("createdDateFilter", .timestampFilter),
                .message("expirationDateFilter", .timestampFilter)))
    }

    private static func credential(_ name: String) -> MessageSchema {
        MessageSchema(
            name, .moment("creationDate"), .moment("changeDate"), .text("id"), .text("userId"),
            .text("organizationId"), .moment("expirationDate"))
    }
}
