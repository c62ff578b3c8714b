// What the calls of `zitadel.internal_permission.v2.InternalPermissionService` say of themselves.

extension MethodContract {
    static let createAdministrator = MethodContract(
        "Makes a user an administrator of the instance, an organization, a project or a project grant.",
        [.userID, resource, roles], reply: [.moment("creationDate")])

    static let updateAdministrator = MethodContract(
        "Replaces the roles of an administrator.", [.userID, resource, roles], reply: [.moment("changeDate")])

    static let deleteAdministrator = MethodContract(
        "Ends that a user is an administrator.", [.userID, resource], reply: [.moment("deletionDate")])

    static let listAdministrators = MethodContract(
        "Searches for administrators.",
        [.pagination, .choice("sortingColumn", WireAdministratorField.self), .filters("filters", filter)],
        reply: [.paginationReply, .messages("administrators", administrator)])

    private static let roles = MessageSchema.Member.texts(
        "roles", .between(1, 200), "Each once, and of the kind that the resource has."
    ).required

    private static let resource = MessageSchema.Member.message("resource", resourceType).required

    private static let resourceType = MessageSchema(
        "zitadel.internal_permission.v2.ResourceType",
        .requiredOneOf(
            "resource", .trueFlag("instance"), .id("organizationId"), .id("projectId"),
            .message(
                "projectGrant",
                MessageSchema(
                    "zitadel.internal_permission.v2.ResourceType.ProjectGrant", .id("projectId"),
                    .id("organizationId", "Who received the grant.")))))

    /// Filters may lie in one another, 20 levels deep.
    private static let filter: MessageSchema = MessageSchema(
        "zitadel.internal_permission.v2.AdministratorSearchFilter",
        .requiredOneOf(
            "filter", .message("inUserIdsFilter", .inIDsFilter), .message("userOrganizationId", .idFilter),
            .message(
                "userPreferredLoginName",
                .textFilter(
                    "zitadel.internal_permission.v2.UserPreferredLoginNameFilter", "preferredLoginName")),
            .message(
                "userDisplayName",
                .textFilter("zitadel.internal_permission.v2.UserDisplayNameFilter", "displayName")),
            .message("resource", resourceType),
            .message(
                "role",
                MessageSchema("zitadel.internal_permission.v2.RoleFilter", .text("roleKey", .between(1, 200)))),
            .message("creationDate", .timestampFilter), .message("changeDate", .timestampFilter),
            .message("and", connective("AndFilter")), .message("or", connective("OrFilter")),
            .message(
                "not",
                MessageSchema("zitadel.internal_permission.v2.NotFilter", .message("query", filter).required))))

    private static func connective(_ name: String) -> MessageSchema {
        MessageSchema("zitadel.internal_permission.v2.\(name)", .messages("queries", filter).required)
    }

    private static let administrator = MessageSchema(
        "zitadel.internal_permission.v2.Administrator", .moment("creationDate"), .moment("changeDate"),
        .message(
            "user",
            MessageSchema(
                "zitadel.internal_permission.v2.User", .text("id"), .text("preferredLoginName"),
                .text("displayName"), .text("organizationId"))),
        .oneOf(
            "resource", .flag("instance"),
            .message(
                "organization",
                MessageSchema("zitadel.internal_permission.v2.Organization", .text("id"), .text("name"))),
            .message(
                "project",
                MessageSchema(
                    "zitadel.internal_permission.v2.Project", .text("id"), .text("name"), .text("organizationId"))),
            .message(
                "projectGrant",
                MessageSchema(
                    "zitadel.internal_permission.v2.ProjectGrant", .text("id"), .text("projectId"),
                    .text("projectName"), .text("organizationId", .any, "Who owns the project."),
                    .text("grantedOrganizationId")))),
        .texts("roles"))
}
