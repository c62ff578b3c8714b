// What the calls of `zitadel.user.v2.UserService` about users say of themselves.

extension MethodContract {
    static let createUser = MethodContract(
        "Creates a person or a machine user.",
        [
            .id("organizationId"), .optionalText("userId", .identifier, "By default one is made."),
            .optionalText("username", .between(1, 200), "By default the e-mail address, or the identifier."),
            .requiredOneOf("user_type", .message("human", newHuman), .message("machine", newMachine)), .metadata,
        ],
        reply: [.text("id"), .moment("creationDate"), .emailCode, .phoneCode])

    private static let newHuman = MessageSchema(
        "zitadel.user.v2.CreateUserRequest.Human",
        newHumanMembers + [.messages("metadata", .metadata, "Older place of the metadata.")])

    private static let newHumanMembers: [MessageSchema.Member] = [
        .message("profile", .setProfile).required, .message("email", .setEmail).required,
        .message("phone", .setPhone), .password,
        .messages("idpLinks", .idpLink, atMost: MessageReader.greatestLinkCount),
        .optionalText("totpSecret", .between(1, 200), "In base32."),
    ]

    private static let newMachine = MessageSchema(
        "zitadel.user.v2.CreateUserRequest.Machine", .text("name", .between(1, 200)),
        .optionalText("description", .between(1, 500)), .choice("accessTokenType", WireAccessTokenType.self))

    static let addHumanUser = MethodContract(
        "Creates a person; the older form of CreateUser.", addHumanUserMembers,
        reply: [.text("userId"), .details, .emailCode, .phoneCode])

    /// `AddHumanUserRequest`, which is also a member of other messages.
    static let addHumanUserMembers: [MessageSchema.Member] =
        [
            .optionalText("userId", .identifier), .optionalText("username", .between(1, 200)),
            .message(
                "organization",
                MessageSchema(
                    "zitadel.object.v2.Organization", .oneOf("org", .text("orgId"), .text("orgDomain"))),
                "By default the one that the call is about."),
        ] + newHumanMembers + [.messages("metadata", .setMetadataEntry)]

    static let getUserByID = MethodContract(
        "Shows a user.", [.userID], reply: [.details, .message("user", .user)])

    static let listUsers = MethodContract(
        "Searches for users.",
        [
            .listQuery, .choice("sortingColumn", WireUserFieldName.self),
            .messages("queries", .userQuery, "All of them must hold."),
        ],
        reply: [.listDetails, .messages("result", .user)])

    static let updateUser = MethodContract(
        "Changes what is given of a user.",
        [
            .userID, .optionalText("username", .between(1, 200)),
            .requiredOneOf("user_type", .message("human", humanChange), .message("machine", machineChange)),
            .metadata,
        ],
        reply: [.moment("changeDate"), .emailCode, .phoneCode])

    private static let humanChange = MessageSchema(
        "zitadel.user.v2.UpdateUserRequest.Human",
        .message(
            "profile",
            MessageSchema(
                "zitadel.user.v2.UpdateUserRequest.Human.Profile", .optionalText("givenName", .between(1, 200)),
                .optionalText("familyName", .between(1, 200)), .optionalText("nickName", .between(1, 200)),
                .optionalText("displayName", .between(1, 200)), .optionalText("preferredLanguage", .between(1, 10)),
                .choice("gender", WireGender.self))),
        .message("email", .setEmail), .message("phone", .setPhone, "An empty number removes it."),
        .message("password", .setPassword))

    private static let machineChange = MessageSchema(
        "zitadel.user.v2.UpdateUserRequest.Machine", .optionalText("name", .atMost(200)),
        .optionalText("description", .atMost(500)), .choice("accessTokenType", WireAccessTokenType.self))

    static let updateHumanUser = MethodContract(
        "Changes what is given of a person; the older form of UpdateUser.",
        [
            .userID, .optionalText("username", .between(1, 200)), .message("profile", .setProfile),
            .message("email", .setEmail), .message("phone", .setPhone), .message("password", .setPassword),
        ],
        reply: [.details, .emailCode, .phoneCode])

    static let deactivateUser = aboutUser("Deactivates an active user, whose tokens end with it.")
    static let reactivateUser = aboutUser("Makes an inactive user active again.")
    static let lockUser = aboutUser("Locks a user, whose tokens end with it.")
    static let unlockUser = aboutUser("Unlocks a user and forgets the failed checks.")
    static let deleteUser = aboutUser("Deletes a user with everything that belongs to it.")

    /// A call that names a user and is answered with details.
    static func aboutUser(_ summary: String) -> MethodContract {
        MethodContract(summary, [.userID], reply: [.details])
    }

    static let setUserMetadata = MethodContract(
        "Sets metadata of a user; entries with other keys stay.",
        [.userID, .metadata], reply: [.moment("setDate")])

    static let listUserMetadata = MethodContract(
        "Lists metadata of a user.", [.userID, .pagination, .filters("filters", .metadataSearchFilter)],
        reply: [.paginationReply, .messages("metadata", .storedMetadata)])

    static let deleteUserMetadata = MethodContract(
        "Deletes metadata of a user.", [.text("userId"), .texts("keys", .between(1, 200))],
        reply: [.moment("deletionDate")])
}

extension MessageSchema {
    static let storedMetadata = MessageSchema(
        "zitadel.metadata.v2.Metadata", .moment("creationDate"), .moment("changeDate"), .text("key"),
        .bytes("value"))
    static let addHumanUser = MessageSchema(
        "zitadel.user.v2.AddHumanUserRequest", MethodContract.addHumanUserMembers)
}
