// What the calls of `zitadel.authorization.v2.AuthorizationService` say of themselves.

extension MethodContract {
    static let createAuthorization = MethodContract(
        "Gives roles of a project to a user.",
        [.userID, .projectID, .id("organizationId"), roleKeys], reply: [.text("id"), .moment("creationDate")])

    static let updateAuthorization = MethodContract(
        "Replaces the roles of an authorization.", [.id("id"), roleKeys], reply: [.moment("changeDate")])

    static let deleteAuthorization = MethodContract(
        "Deletes an authorization.", [.id("id")], reply: [.moment("deletionDate")])
    static let activateAuthorization = MethodContract(
        "Makes an inactive authorization active again.", [.id("id")], reply: [.moment("changeDate")])
    static let deactivateAuthorization = MethodContract(
        "Deactivates an authorization, whose roles tokens tell no more.", [.id("id")],
        reply: [.moment("changeDate")])

    static let listAuthorizations = MethodContract(
        "Searches for authorizations.",
        [.pagination, .choice("sortingColumn", WireAuthorizationFieldName.self), .filters("filters", filter)],
        reply: [.paginationReply, .messages("authorizations", authorization)])

    private static let roleKeys = MessageSchema.Member.texts("roleKeys", .between(1, 200), "Each once.")

    private static let filter = MessageSchema(
        "zitadel.authorization.v2.AuthorizationsSearchFilter",
        .requiredOneOf(
            "filter", .message("authorizationIds", .inIDsFilter), .message("inUserIds", .inIDsFilter),
            .message("organizationId", .idFilter),
            .message(
                "state",
                MessageSchema(
                    "zitadel.authorization.v2.StateQuery", .choice("state", WireAuthorizationState.self).required)),
            .message("userOrganizationId", .idFilter),
            .message(
                "userPreferredLoginName",
                .textFilter("zitadel.authorization.v2.UserPreferredLoginNameQuery", "loginName")),
            .message(
                "userDisplayName", .textFilter("zitadel.authorization.v2.UserDisplayNameQuery", "displayName")),
            .message("projectId", .idFilter),
            .message("projectName", .textFilter("zitadel.authorization.v2.ProjectNameQuery", "name", .atMost(200))),
            .message("roleKey", .textFilter("zitadel.authorization.v2.RoleKeyQuery", "key", .atMost(200))),
            .message("projectGrantId", .idFilter), .message("userId", .idFilter, "Older form of `inUserIds`.")))

    private static let authorization = MessageSchema(
        "zitadel.authorization.v2.Authorization", .text("id"), .moment("creationDate"), .moment("changeDate"),
        .message(
            "project",
            MessageSchema("zitadel.authorization.v2.Project", .text("id"), .text("name"), .text("organizationId"))),
        .message("organization", MessageSchema("zitadel.authorization.v2.Organization", .text("id"), .text("name"))),
        .message(
            "user",
            MessageSchema(
                "zitadel.authorization.v2.User", .text("id"), .text("preferredLoginName"), .text("displayName"),
                .text("organizationId"))),
        .choice("state", WireAuthorizationState.self),
        .messages(
            "roles",
            MessageSchema("zitadel.authorization.v2.Role", .text("key"), .text("displayName"), .text("group"))))
}
