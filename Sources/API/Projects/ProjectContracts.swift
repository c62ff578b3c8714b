// What the calls of `zitadel.project.v2.ProjectService` about projects and roles say of themselves.

extension MethodContract {
    static let createProject = MethodContract(
        "Creates a project.",
        [
            .id("organizationId"), .optionalText("projectId", .identifier, "By default one is made."),
            .text("name", .between(1, 200)),
        ] + projectSettings,
        reply: [.text("projectId"), .moment("creationDate")])

    static let updateProject = MethodContract(
        "Changes what is given of a project.",
        [.projectID, .optionalText("name", .between(1, 200))] + projectSettings, reply: [.moment("changeDate")])

    private static let projectSettings: [MessageSchema.Member] = [
        .flag("projectRoleAssertion", "Whether tokens and userinfo tell the roles of users."),
        .flag("authorizationRequired", "Whether only users with an authorization may sign in."),
        .flag("projectAccessRequired", "Whether only users of organizations with a grant may sign in."),
        .choice("privateLabelingSetting", WirePrivateLabelingSetting.self, "Whose branding the login pages show."),
    ]

    static let deleteProject = MethodContract(
        "Deletes a project with its applications, roles, grants and authorizations.", [.projectID],
        reply: [.moment("deletionDate")])

    static let getProject = MethodContract(
        "Shows a project.", [.projectID], reply: [.message("project", project)])

    static let listProjects = MethodContract(
        "Searches for projects, also those granted to an organization.",
        [.pagination, .choice("sortingColumn", WireProjectFieldName.self), .filters("filters", projectFilter)],
        reply: [.paginationReply, .messages("projects", project)])

    private static let project = MessageSchema(
        "zitadel.project.v2.Project",
        [
            .text("projectId"), .text("organizationId"), .moment("creationDate"), .moment("changeDate"), .text("name"),
            .choice("state", WireProjectState.self),
        ] + projectSettings + [
            .text("grantedOrganizationId", .any, "With a grant: who received it."), .text("grantedOrganizationName"),
            .choice("grantedState", WireGrantedProjectState.self),
        ])

    private static let projectFilter = MessageSchema(
        "zitadel.project.v2.ProjectSearchFilter",
        .requiredOneOf(
            "filter", .message("projectNameFilter", .projectNameFilter), .message("inProjectIdsFilter", .inIDsFilter),
            .message(
                "organizationIdFilter",
                MessageSchema(
                    "zitadel.project.v2.ProjectOrganizationIDFilter", .id("organizationId"),
                    .choice("type", WireProjectRelation.self)))))

    static let deactivateProject = MethodContract(
        "Deactivates a project, for which nobody can sign in then.", [.projectID], reply: [.moment("changeDate")])

    static let activateProject = MethodContract(
        "Makes an inactive project active again.",
        [.requiredOneOf("project", .projectID, .id("id", "Older name of `projectId`."))],
        reply: [.moment("changeDate")])

    static let addProjectRole = MethodContract(
        "Adds a role to a project.",
        [.projectID, roleKey, .text("displayName", .between(1, 200)), .text("group", .atMost(200))],
        reply: [.moment("creationDate")])

    static let updateProjectRole = MethodContract(
        "Changes what is given of a role.",
        [.projectID, roleKey, .optionalText("displayName", .between(1, 200)), .optionalText("group", .atMost(200))],
        reply: [.moment("changeDate")])

    static let removeProjectRole = MethodContract(
        "Removes a role, also from grants and authorizations.", [.projectID, roleKey],
        reply: [.moment("removalDate")])

    static let listProjectRoles = MethodContract(
        "Lists the roles of a project.",
        [
            .projectID, .pagination, .choice("sortingColumn", WireProjectRoleFieldName.self),
            .filters(
                "filters",
                MessageSchema(
                    "zitadel.project.v2.ProjectRoleSearchFilter",
                    .requiredOneOf(
                        "filter", .message("roleKeyFilter", .roleKeyFilter),
                        .message(
                            "displayNameFilter",
                            .textFilter(
                                "zitadel.project.v2.ProjectRoleDisplayNameFilter", "displayName", .atMost(200)))))),
        ],
        reply: [
            .paginationReply,
            .messages(
                "projectRoles",
                MessageSchema(
                    "zitadel.project.v2.ProjectRole", .text("projectId"), .text("key"), .moment("creationDate"),
                    .moment("changeDate"), .text("displayName"), .text("group"))),
        ])

    private static let roleKey = MessageSchema.Member.text("roleKey", .between(1, 200))
}

extension MessageSchema {
    static let projectNameFilter = textFilter("zitadel.project.v2.ProjectNameFilter", "projectName", .atMost(200))
    static let roleKeyFilter = textFilter("zitadel.project.v2.ProjectRoleKeyFilter", "key", .atMost(200))
}

extension MessageSchema.Member {
    static let projectID = Self.id("projectId")
}
