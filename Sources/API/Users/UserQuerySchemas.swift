// The conditions of a search for users.

extension MessageSchema {
    /// One condition. Conditions may lie in one another, 20 levels deep.
    static let userQuery = MessageSchema("zitadel.user.v2.SearchQuery", userQueryMembers("zitadel.user.v2"))
    /// The same in the older API.
    static let userQueryV1 = MessageSchema(
        "zitadel.user.v1.SearchQuery", userQueryMembers("zitadel.user.v1", isOlder: true))

    private static func userQueryMembers(_ package: String, isOlder: Bool = false) -> [Member] {
        func text(_ query: String, _ message: String, _ field: String, _ rule: TextRule = .between(1, 200)) -> Member {
            .message(query, .textQuery("\(package).\(message)", field, rule))
        }
        func list(_ query: String, _ message: String) -> Member {
            .message(
                query,
                MessageSchema(
                    "\(package).\(message)", .messages("queries", isOlder ? userQueryV1 : userQuery).required))
        }
        return [
            .requiredOneOf(
                "query", text("userNameQuery", "UserNameQuery", "userName"),
                text("firstNameQuery", "FirstNameQuery", "firstName"),
                text("lastNameQuery", "LastNameQuery", "lastName"),
                text("nickNameQuery", "NickNameQuery", "nickName"),
                text("displayNameQuery", "DisplayNameQuery", "displayName"),
                text("emailQuery", "EmailQuery", "emailAddress", .atMost(200)),
                text("phoneQuery", "PhoneQuery", "number", .atMost(20)),
                .message(
                    "stateQuery",
                    MessageSchema(
                        "\(package).StateQuery",
                        isOlder
                            ? .choice("state", WireUserStateV1.self) : .choice("state", WireUserState.self))),
                .message("typeQuery", MessageSchema("\(package).TypeQuery", .choice("type", WireUserType.self))),
                text("loginNameQuery", "LoginNameQuery", "loginName"),
                .message(
                    "inUserIdsQuery", MessageSchema("\(package).InUserIDQuery", .texts("userIds").required)),
                .message(
                    "inUserEmailsQuery",
                    MessageSchema("\(package).InUserEmailsQuery", .texts("userEmails").required)),
                .message(
                    "organizationIdQuery", MessageSchema("\(package).OrganizationIdQuery", .id("organizationId"))),
                list("orQuery", "OrQuery"), list("andQuery", "AndQuery"),
                .message(
                    "notQuery",
                    MessageSchema(
                        "\(package).NotQuery", .message("query", isOlder ? userQueryV1 : userQuery).required)),
                .message("metadataKeyFilter", .metadataKeyFilter), .message("metadataValueFilter", metadataValueFilter))
        ]
    }

    private static let metadataValueFilter = MessageSchema(
        "zitadel.metadata.v2.MetadataValueFilter", .bytes("value", .atMost(200)),
        .choice("method", WireByteMethod.self))
}
