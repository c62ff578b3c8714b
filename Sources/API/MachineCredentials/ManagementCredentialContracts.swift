// What the calls of `zitadel.management.v1.ManagementService` about machine credentials say of themselves.

extension MethodContract {
    /// The calls of the older API about secrets, keys and tokens.
    enum ManagementCredentials {
        static let generateMachineSecret = MethodContract(
            "Makes a new client secret for a machine user; the old one ends.", [.userID],
            reply: [.text("clientId"), .text("clientSecret", .any, "It is shown only here."), .details])

        static let removeMachineSecret = MethodContract(
            "Removes the client secret of a machine user.", [.userID], reply: [.details])

        static let addMachineKey = MethodContract(
            "Adds a key by which a machine user proves itself.",
            [
                .userID, .choice("type", WireKeyType.self, "`KEY_TYPE_JSON` is the only one there is.").required,
                .moment("expirationDate", "By default the end of the year 9999."),
                .bytes("publicKey", .any, "In the PEM format; by default a pair is made here."),
            ],
            reply: [
                .text("keyId"),
                .bytes("keyDetails", .any, "A JSON key file with the private key, which is shown only here."), .details,
            ])

        static let listMachineKeys = MethodContract(
            "Lists the keys of a machine user.", [.userID, .listQueryV1],
            reply: [.listDetailsV1, .messages("result", key)])

        static let getMachineKeyByIDs = MethodContract(
            "Shows a key of a machine user.", [.userID, .id("keyId")], reply: [.message("key", key)])

        static let removeMachineKey = MethodContract(
            "Removes a key of a machine user.", [.userID, .id("keyId")], reply: [.details])

        static let addPersonalAccessToken = MethodContract(
            "Makes a personal access token for a machine user.",
            [.userID, .moment("expirationDate", "By default the end of the year 9999.")],
            reply: [.text("tokenId"), .text("token", .any, "It is shown only here."), .details])

        static let listPersonalAccessTokens = MethodContract(
            "Lists the personal access tokens of a user.", [.userID, .listQueryV1],
            reply: [.listDetailsV1, .messages("result", token)])

        static let getPersonalAccessTokenByIDs = MethodContract(
            "Shows what is known of a personal access token.", [.userID, .id("tokenId")],
            reply: [.message("token", token)])

        static let removePersonalAccessToken = MethodContract(
            "Removes a personal access token, which ends with it.", [.userID, .id("tokenId")], reply: [.details])

        private static let key = MessageSchema(
            "zitadel.authn.v1.Key", .text("id"), .details, .choice("type", WireKeyType.self),
            .moment("expirationDate"))
        private static let token = MessageSchema(
            "zitadel.user.v1.PersonalAccessToken", .text("id"), .details, .moment("expirationDate"), .texts("scopes"))
    }
}
