// What the calls of `zitadel.project.v2.ProjectService` about grants say of themselves.

extension MethodContract {
    static let createProjectGrant = MethodContract(
        "Lets another organization give some roles of a project to its users.", names + [roleKeys],
        reply: [.moment("creationDate")])

    static let updateProjectGrant = MethodContract(
        "Replaces the roles of a grant; authorizations lose those that are gone.", names + [roleKeys],
        reply: [.moment("changeDate")])

    static let deleteProjectGrant = MethodContract(
        "Deletes a grant with the authorizations that rest on it.", names, reply: [.moment("deletionDate")])

    static let deactivateProjectGrant = MethodContract(
        "Deactivates a grant; the authorizations that rest on it count no more.", names,
        reply: [.moment("changeDate")])

    static let activateProjectGrant = MethodContract(
        "Makes an inactive grant active again.", names, reply: [.moment("changeDate")])

    static let listProjectGrants = MethodContract(
        "Searches for grants.",
        [.pagination, .choice("sortingColumn", WireProjectGrantFieldName.self), .filters("filters", filter)],
        reply: [.paginationReply, .messages("projectGrants", grant)])

    private static let names: [MessageSchema.Member] = [.projectID, .id("grantedOrganizationId")]
    private static let roleKeys = MessageSchema.Member.texts("roleKeys", .between(1, 200))

    private static let filter = MessageSchema(
        "zitadel.project.v2.ProjectGrantSearchFilter",
        .requiredOneOf(
            "filter", .message("projectNameFilter", .projectNameFilter), .message("roleKeyFilter", .roleKeyFilter),
            .message("inProjectIdsFilter", .inIDsFilter), .message("organizationIdFilter", .idFilter),
            .message("grantedOrganizationIdFilter", .idFilter)))

    private static let grant = MessageSchema(
        "zitadel.project.v2.ProjectGrant", .text("organizationId"), .moment("creationDate"), .moment("changeDate"),
        .text("grantedOrganizationId"), .text("grantedOrganizationName"), .texts("grantedRoleKeys"),
        .text("projectId"), .text("projectName"), .choice("state", WireProjectGrantState.self))
}
