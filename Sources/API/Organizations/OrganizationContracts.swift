internal import Model

// What the calls of `zitadel.org.v2.OrganizationService` say of themselves.

extension MethodContract {
    static let addOrganization = MethodContract(
        "Creates an organization, with administrators if they are named.",
        [
            .text("name", .between(1, 200)), .optionalText("organizationId", .identifier, "By default one is made."),
            .optionalText("orgId", .identifier, "Older name of `organizationId`."),
            .messages("admins", administrator),
        ],
        reply: [
            .details, .text("organizationId"),
            .messages(
                "createdAdmins",
                MessageSchema(
                    "zitadel.org.v2.AddOrganizationResponse.CreatedAdmin", .text("userId"), .emailCode, .phoneCode)),
        ])

    private static let administrator = MessageSchema(
        "zitadel.org.v2.AddOrganizationRequest.Admin",
        .requiredOneOf("user_type", .id("userId"), .message("human", .addHumanUser)),
        .texts("roles", .between(1, 200), "By default `ORG_OWNER`."))

    static let updateOrganization = MethodContract(
        "Renames an organization.", [.organizationID, .text("name", .between(1, 200))],
        reply: [.moment("changeDate")])

    static let listOrganizations = MethodContract(
        "Searches for organizations.",
        [
            .listQuery, .choice("sortingColumn", WireOrganizationField.self),
            .messages("queries", query, "All of them must hold."),
        ],
        reply: [
            .listDetails, .choice("sortingColumn", WireOrganizationField.self),
            .messages(
                "result",
                MessageSchema(
                    "zitadel.org.v2.Organization", .text("id"), .details,
                    .choice("state", WireOrganizationState.self), .text("name"), .text("primaryDomain"))),
        ])

    private static let query = MessageSchema(
        "zitadel.org.v2.SearchQuery",
        .requiredOneOf(
            "query", .message("nameQuery", .textQuery("zitadel.org.v2.OrganizationNameQuery", "name")),
            .message("domainQuery", .textQuery("zitadel.org.v2.OrganizationDomainQuery", "domain")),
            .message(
                "stateQuery",
                MessageSchema(
                    "zitadel.org.v2.OrganizationStateQuery", .choice("state", WireOrganizationState.self))),
            .message("idQuery", MessageSchema("zitadel.org.v2.OrganizationIDQuery", .id("id"))),
            .message("defaultQuery", .empty("zitadel.org.v2.DefaultOrganizationQuery"))))

    static let deleteOrganization = MethodContract(
        "Deletes an organization with everything that belongs to it.", [.organizationID],
        reply: [.moment("deletionDate")])
    static let activateOrganization = MethodContract(
        "Makes an inactive organization active again.", [.organizationID], reply: [.moment("changeDate")])
    static let deactivateOrganization = MethodContract(
        "Deactivates an organization, whose users cannot sign in then.", [.organizationID],
        reply: [.moment("changeDate")])

    static let setOrganizationMetadata = MethodContract(
        "Sets metadata of an organization; entries with other keys stay.",
        [
            .organizationID,
            .messages(
                "metadata",
                MessageSchema(
                    "zitadel.org.v2.Metadata", .text("key", .between(1, 200)),
                    .bytes("value", .between(1, Metadata.greatestValueSize)))),
        ],
        reply: [.moment("setDate")])

    static let listOrganizationMetadata = MethodContract(
        "Lists metadata of an organization.",
        [
            .organizationID, .pagination,
            .messages(
                "filters",
                MessageSchema(
                    "zitadel.org.v2.MetadataSearchFilter",
                    .requiredOneOf(
                        "filter", .message("keyFilter", .textFilter("zitadel.org.v2.MetadataKeyFilter", "key"))))),
        ],
        reply: [.paginationReply, .messages("metadata", .storedMetadata)])

    static let deleteOrganizationMetadata = MethodContract(
        "Deletes metadata of an organization.", [.organizationID, .texts("keys", .between(1, 200))],
        reply: [.moment("deletionDate")])

    static let addOrganizationDomain = MethodContract(
        "Adds a domain to an organization.", [.organizationID, .text("domain", .between(1, 200))],
        reply: [.moment("creationDate")])

    static let listOrganizationDomains = MethodContract(
        "Lists the domains of an organization.",
        [
            .organizationID, .pagination, .choice("sortingColumn", WireOrganizationDomainField.self),
            .messages(
                "filters",
                MessageSchema(
                    "zitadel.org.v2.DomainSearchFilter",
                    .requiredOneOf(
                        "filter",
                        .message("domainFilter", .textQuery("zitadel.org.v2.OrganizationDomainQuery", "domain"))))),
        ],
        reply: [
            .paginationReply,
            .messages(
                "domains",
                MessageSchema(
                    "zitadel.org.v2.Domain", .text("organizationId"), .text("domain"), .flag("isVerified"),
                    .flag("isPrimary"), .choice("validationType", WireDomainValidationType.self))),
        ])

    static let deleteOrganizationDomain = MethodContract(
        "Removes a domain of an organization.", [.organizationID, .text("domain", .between(1, 253))],
        reply: [.moment("deletionDate")])

    static let generateOrganizationDomainValidation = MethodContract(
        "Makes the token by which an organization proves that a domain is its own.",
        [
            .organizationID, .text("domain", .between(1, 200)),
            .choice("type", WireDomainValidationType.self).required,
        ],
        reply: [.text("token"), .text("url", .any, "Where the token has to be found.")])

    static let verifyOrganizationDomain = MethodContract(
        "Proves a domain by its token; this service sends no requests for that, so it proves none that is not proven.",
        [.organizationID, .text("domain", .between(1, 253))], reply: [.moment("changeDate")])
}

extension MessageSchema.Member {
    fileprivate static let organizationID = Self.id("organizationId")
}
