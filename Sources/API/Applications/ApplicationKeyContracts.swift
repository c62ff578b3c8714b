// What the calls of `zitadel.application.v2.ApplicationService` about keys say of themselves.

extension MethodContract {
    static let createApplicationKey = MethodContract(
        "Makes a key by which an application proves itself.",
        [applicationID, .projectID, .moment("expirationDate", "By default the end of the year 9999.")],
        reply: [
            .text("keyId"), .moment("creationDate"),
            .bytes("keyDetails", .any, "A JSON key file with the private key, which is shown only here."),
        ])

    static let deleteApplicationKey = MethodContract(
        "Deletes a key of an application.", [.id("keyId"), applicationID, .projectID],
        reply: [.moment("deletionDate")])

    static let getApplicationKey = MethodContract(
        "Shows a key of an application.", [.id("keyId")],
        reply: [.text("keyId"), .moment("creationDate"), .moment("expirationDate")])

    static let listApplicationKeys = MethodContract(
        "Searches for keys of applications.",
        [.pagination, .choice("sortingColumn", WireApplicationKeysSorting.self), .filters("filters", filter)],
        reply: [
            .messages(
                "keys",
                MessageSchema(
                    "zitadel.application.v2.ApplicationKey", .text("keyId"), .text("applicationId"),
                    .text("projectId"), .moment("creationDate"), .text("organizationId"),
                    .moment("expirationDate"))),
            .paginationReply,
        ])

    private static let filter = MessageSchema(
        "zitadel.application.v2.ApplicationKeySearchFilter",
        .requiredOneOf(
            "filter",
            .message(
                "applicationIdFilter",
                MessageSchema(
                    "zitadel.application.v2.ApplicationKeyApplicationIDFilter",
                    .optionalText("applicationId", .atMost(200)))),
            .message(
                "projectIdFilter",
                MessageSchema("zitadel.application.v2.ApplicationKeyProjectIDFilter", .projectID)),
            .message(
                "organizationIdFilter",
                MessageSchema(
                    "zitadel.application.v2.ApplicationKeyOrganizationIDFilter", .id("organizationId")))))
}
