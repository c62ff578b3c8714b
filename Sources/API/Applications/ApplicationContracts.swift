// What the calls of `zitadel.application.v2.ApplicationService` about applications say of themselves.

extension MethodContract {
    static let createApplication = MethodContract(
        "Creates an application of a project.",
        [
            .optionalText("applicationId", .atMost(200), "By default one is made."), .projectID,
            .text("name", .between(1, 200)),
            .requiredOneOf(
                "application_type",
                .message(
                    "oidcConfiguration",
                    MessageSchema("zitadel.application.v2.CreateOIDCApplicationRequest", oidcSettings)),
                .message(
                    "apiConfiguration",
                    MessageSchema(
                        "zitadel.application.v2.CreateAPIApplicationRequest",
                        .choice("authMethodType", WireAPIAuthMethod.self)))),
        ],
        reply: [
            .text("applicationId"), .moment("creationDate"),
            .oneOf(
                "application_type",
                .message(
                    "oidcConfiguration",
                    MessageSchema(
                        "zitadel.application.v2.CreateOIDCApplicationResponse", credentials + compliance)),
                .message(
                    "apiConfiguration",
                    MessageSchema("zitadel.application.v2.CreateAPIApplicationResponse", credentials))),
        ])

    private static let credentials: [MessageSchema.Member] = [
        .text("clientId"), .text("clientSecret", .any, "Of clients that have one; it is shown only here."),
    ]

    static let updateApplication = MethodContract(
        "Changes what is given of an application.",
        [
            applicationID, .projectID, .optionalText("name", .atMost(200)),
            .oneOf(
                "application_type",
                .message(
                    "oidcConfiguration",
                    MessageSchema("zitadel.application.v2.UpdateOIDCApplicationConfigurationRequest", oidcSettings),
                    "Lists replace the ones that are there, unless they are empty."),
                .message(
                    "apiConfiguration",
                    MessageSchema(
                        "zitadel.application.v2.UpdateAPIApplicationConfigurationRequest",
                        .choice("authMethodType", WireAPIAuthMethod.self)))),
        ],
        reply: [.moment("changeDate")])

    static let getApplication = MethodContract(
        "Shows an application.", [applicationID], reply: [.message("application", application)])

    static let deleteApplication = MethodContract(
        "Deletes an application, whose tokens end with it.", [applicationID, .projectID],
        reply: [.moment("deletionDate")])
    static let deactivateApplication = MethodContract(
        "Deactivates an application, for which nobody can sign in then.", [applicationID, .projectID],
        reply: [.moment("deactivationDate")])
    static let reactivateApplication = MethodContract(
        "Makes an inactive application active again.", [applicationID, .projectID],
        reply: [.moment("reactivationDate")])
    static let generateClientSecret = MethodContract(
        "Makes a new client secret; the old one ends.", [applicationID, .projectID],
        reply: [.text("clientSecret", .any, "It is shown only here."), .moment("creationDate")])

    static let listApplications = MethodContract(
        "Searches for applications.",
        [.pagination, .choice("sortingColumn", WireApplicationSorting.self), .filters("filters", filter)],
        reply: [.messages("applications", application), .paginationReply])

    static let applicationID = MessageSchema.Member.id("applicationId")

    private static let filter = MessageSchema(
        "zitadel.application.v2.ApplicationSearchFilter",
        .requiredOneOf(
            "filter",
            .message(
                "projectIdFilter", MessageSchema("zitadel.application.v2.ProjectIDFilter", .projectID)),
            .message("nameFilter", .textFilter("zitadel.application.v2.ApplicationNameFilter", "name", .atMost(200))),
            .choice("stateFilter", WireApplicationState.self), .choice("typeFilter", WireApplicationType.self),
            .message("clientIdFilter", MessageSchema("zitadel.application.v2.ClientIDFilter", .id("clientId"))),
            .message(
                "entityIdFilter",
                .textFilter("zitadel.application.v2.EntityIDFilter", "entityId", .atMost(200)),
                "Of SAML applications, which there are none of.")))

    private static let application = MessageSchema(
        "zitadel.application.v2.Application", .text("applicationId"), .moment("creationDate"), .moment("changeDate"),
        .choice("state", WireApplicationState.self), .text("name"), .text("projectId"),
        .oneOf(
            "configuration", .message("oidcConfiguration", oidcConfiguration),
            .message(
                "apiConfiguration",
                MessageSchema(
                    "zitadel.application.v2.APIConfiguration", .text("clientId"),
                    .choice("authMethodType", WireAPIAuthMethod.self)))))
}
