internal import Model

// What the calls of `zitadel.management.v1.ManagementService` about users say of themselves.

extension MethodContract {
    /// The calls of the older API about users, which are named as those of the newer one are.
    enum ManagementUsers {
        static let addMachineUser = MethodContract(
            "Creates a machine user.",
            [.text("userName", .between(1, 200))] + machineMembers + [.optionalText("userId", .identifier)],
            reply: [.text("userId"), .details])

        static let updateMachine = MethodContract(
            "Replaces name, description and kind of tokens of a machine user.", [.userID] + machineMembers,
            reply: [.details])

        static let updateUserName = MethodContract(
            "Renames a user.", [.userID, .text("userName", .between(1, 200))], reply: [.details])

        static let deactivateUser = aboutUser("Deactivates an active user, whose tokens end with it.")
        static let reactivateUser = aboutUser("Makes an inactive user active again.")
        static let lockUser = aboutUser("Locks a user, whose tokens end with it.")
        static let unlockUser = aboutUser("Unlocks a user and forgets the failed checks.")
        static let removeUser = aboutUser("Deletes a user with everything that belongs to it.")

        static let getUserByID = MethodContract(
            "Shows a user of the organization.", [.id("id")], reply: [.message("user", .userV1)])

        static let listUsers = MethodContract(
            "Searches for users of the organization.",
            [
                .listQueryV1, .choice("sortingColumn", WireUserFieldName.self),
                .messages("queries", .userQueryV1, "All of them must hold."),
            ],
            reply: [.listDetailsV1, .messages("result", .userV1)])

        static let setUserMetadata = MethodContract(
            "Sets one entry of a user's metadata.",
            [.id("id"), .text("key", .between(1, 200)), .bytes("value", .between(1, Metadata.greatestValueSize))],
            reply: [.details])

        static let bulkSetUserMetadata = MethodContract(
            "Sets entries of a user's metadata.",
            [
                .id("id"),
                .messages(
                    "metadata",
                    MessageSchema(
                        "zitadel.management.v1.BulkSetUserMetadataRequest.Metadata", .text("key", .between(1, 200)),
                        .bytes("value", .between(1, Metadata.greatestValueSize)))),
            ],
            reply: [.details])

        static let getUserMetadata = MethodContract(
            "Shows one entry of a user's metadata.", [.id("id"), .text("key", .between(1, 200))],
            reply: [.message("metadata", metadata)])

        static let listUserMetadata = MethodContract(
            "Lists a user's metadata.",
            [
                .id("id"), .listQueryV1,
                .filters(
                    "queries",
                    MessageSchema(
                        "zitadel.metadata.v1.MetadataQuery",
                        .requiredOneOf(
                            "query",
                            .message(
                                "keyQuery",
                                .textQuery("zitadel.metadata.v1.MetadataKeyQuery", "key", .atMost(200)))))),
            ],
            reply: [.listDetailsV1, .messages("result", metadata)])

        static let removeUserMetadata = MethodContract(
            "Deletes one entry of a user's metadata.", [.id("id"), .text("key", .between(1, 200))],
            reply: [.details])

        static let bulkRemoveUserMetadata = MethodContract(
            "Deletes entries of a user's metadata.", [.id("id"), .texts("keys", .between(1, 200))],
            reply: [.details])

        private static let machineMembers: [MessageSchema.Member] = [
            .text("name", .between(1, 200)), .text("description", .atMost(500)),
            .choice("accessTokenType", WireAccessTokenType.self),
        ]

        private static let metadata = MessageSchema(
            "zitadel.metadata.v1.Metadata", .details, .text("key"), .bytes("value"))

        private static func aboutUser(_ summary: String) -> MethodContract {
            MethodContract(summary, [.id("id")], reply: [.details])
        }
    }
}

extension MessageSchema {
    fileprivate static let userV1 = MessageSchema(
        "zitadel.user.v1.User", .text("id"), .details, .choice("state", WireUserState.self), .text("userName"),
        .texts("loginNames"), .text("preferredLoginName"),
        .oneOf(
            "type",
            .message(
                "human",
                MessageSchema(
                    "zitadel.user.v1.Human",
                    .message(
                        "profile",
                        MessageSchema(
                            "zitadel.user.v1.Profile", .text("firstName"), .text("lastName"), .text("nickName"),
                            .text("displayName"), .text("preferredLanguage"), .choice("gender", WireGender.self))),
                    .message(
                        "email", MessageSchema("zitadel.user.v1.Email", .text("email"), .flag("isEmailVerified"))),
                    .message(
                        "phone", MessageSchema("zitadel.user.v1.Phone", .text("phone"), .flag("isPhoneVerified"))),
                    .moment("passwordChanged"))),
            .message("machine", MessageSchema("zitadel.user.v1.Machine", machineMembers))))
}
