internal import API
internal import HTTP
internal import Model
internal import Platform

extension Contract {
    /// The methods about users of `zitadel.management.v1.ManagementService`.
    static let management: [Contract] = users + userMetadata + machineCredentials

    private static let users: [Contract] = [
        change("AddMachineUser", "POST", "machine", reply: ["userId", "details"], .once("V3-DKcYh")).limits(
            .id("userName"), .id("name"), .runes("description", 0...500), .id("userId").optional),
        change("UpdateMachine", "PUT", "{user_id}/machine", .once("COMMAND-2n8vs"))
            .unknown("userId", .notFound, "COMMAND-5M0od")
            .limits(.id("userId"), .id("name"), .runes("description", 0...500)),
        change("UpdateUserName", "PUT", "{user_id}/username", .once("COMMAND-6m9gs"))
            .unknown("userId", .notFound, "COMMAND-5N9ds").limits(.id("userId"), .id("userName")),
        transition("deactivate", unknown: "COMMAND-3M9ds", again: "COMMAND-5M0sf"),
        transition("reactivate", unknown: "COMMAND-4M0sd", again: "COMMAND-6M0sf"),
        transition("lock", unknown: "COMMAND-5M9fs", again: "COMMAND-3NN8v"),
        transition("unlock", unknown: "COMMAND-M0dos", again: "COMMAND-4M0ds"),
        Contract(
            "RemoveUser", "DELETE /management/v1/users/{id}", .gate(.userDelete), reply: ["details"],
            .once("COMMAND-m9od")
        )
        .unknown("id", .notFound, "COMMAND-m9od").limits(.id("id")),
        read("GetUserByID", "GET", "{id}", reply: ["user"]).unknown("id", .notFound, "QUERY-Dfbg2")
            .limits(.id("id")),
        read("ListUsers", "POST", "_search", reply: ["details", "result"]).queryLimits(),
    ]

    private static let userMetadata: [Contract] = [
        change("SetUserMetadata", "POST", "{id}/metadata/{key}")
            .unknown("id", .badRequest, "COMMAND-uXHNj")
            .limits(.id("id"), .id("key"), .bytes("value", 1...500_000)),
        change("BulkSetUserMetadata", "POST", "{id}/metadata/_bulk")
            .unknown("id", .badRequest, "COMMAND-uXHNj").limits(.id("id"))
            .metadataLimits("metadata[]:Metadata", value: 1...500_000, in: ["id": "target-of-a"]),
        read("GetUserMetadata", "GET", "{id}/metadata/{key}", reply: ["metadata"])
            .unknown("id", .notFound, "QUERY-Rgh32").unknown("key", .notFound, "QUERY-Rgh32")
            .limits(.id("id"), .id("key")),
        read("ListUserMetadata", "POST", "{id}/metadata/_search", reply: ["details", "result"])
            .unknown("id", .ok).limits(
                .id("id"), .runes("queries[]:MetadataQuery.keyQuery:MetadataKeyQuery.key", 0...200),
                .defined("queries[]:MetadataQuery.keyQuery:MetadataKeyQuery.method")),
        change("RemoveUserMetadata", "DELETE", "{id}/metadata/{key}", .once("META-ncnw3"))
            .unknown("id", .badRequest, "COMMAND-uXHNj").unknown("key", .notFound, "META-ncnw3")
            .limits(.id("id"), .id("key")),
        change("BulkRemoveUserMetadata", "DELETE", "{id}/metadata/_bulk", hasBody: true, .once("META-2nnds"))
            .unknown("id", .badRequest, "COMMAND-uXHNj").unknown("keys[]", .notFound, "META-2nnds")
            .limits(.id("id"), .runes("keys[]", 1...200).optional),
    ]

    private static let machineCredentials: [Contract] = [
        change("GenerateMachineSecret", "PUT", "{user_id}/secret", reply: ["clientId", "clientSecret", "details"])
            .unknown("userId", .notFound, "QUERY-Dfbg2").limits(.id("userId")),
        change("RemoveMachineSecret", "DELETE", "{user_id}/secret", .once("COMMAND-coi82n"))
            .unknown("userId", .badRequest, "COMMAND-x7s802").limits(.id("userId")),
        change("AddMachineKey", "POST", "{user_id}/keys", reply: ["keyId", "details"])
            .unknown("userId", .badRequest, "COMMAND-bnipwm1").limits(.id("userId")),
        read("ListMachineKeys", "POST", "{user_id}/keys/_search", reply: ["details", "result"])
            .unknown("userId", .ok).limits(.id("userId")),
        read("GetMachineKeyByIDs", "GET", "{user_id}/keys/{key_id}", reply: ["key"])
            .unknown("userId", .notFound, "QUERY-Dgr3g").unknown("keyId", .notFound, "QUERY-Dgr3g")
            .limits(.id("userId"), .id("keyId")),
        change("RemoveMachineKey", "DELETE", "{user_id}/keys/{key_id}", .once("COMMAND-4m77G"))
            .unknown("userId", .notFound, "COMMAND-4m77G").unknown("keyId", .notFound, "COMMAND-4m77G")
            .limits(.id("userId"), .id("keyId")),
        change("AddPersonalAccessToken", "POST", "{user_id}/pats", reply: ["tokenId", "token", "details"])
            .unknown("userId", .badRequest, "COMMAND-Dggw2").limits(.id("userId")),
        read("ListPersonalAccessTokens", "POST", "{user_id}/pats/_search", reply: ["details", "result"])
            .unknown("userId", .ok).limits(.id("userId")),
        read("GetPersonalAccessTokenByIDs", "GET", "{user_id}/pats/{token_id}", reply: ["token"])
            .unknown("userId", .notFound, "QUERY-fRunu").unknown("tokenId", .notFound, "QUERY-fRunu")
            .limits(.id("userId"), .id("tokenId")),
        change("RemovePersonalAccessToken", "DELETE", "{user_id}/pats/{token_id}", .once("COMMAND-4m77G"))
            .unknown("userId", .notFound, "COMMAND-4m77G").unknown("tokenId", .notFound, "COMMAND-4m77G")
            .limits(.id("userId"), .id("tokenId")),
    ]

    private static func change(
        _ name: String, _ verb: String, _ path: String, hasBody: Bool? = nil, reply: Set<String> = ["details"],
        _ repetition: Repetition = .always
    ) -> Contract {
        Contract(
            name, "\(verb) /management/v1/users/\(path)", hasBody: hasBody, .gate(.userWrite), reply: reply, repetition)
    }

    private static func read(_ name: String, _ verb: String, _ path: String, reply: Set<String>) -> Contract {
        Contract(name, "\(verb) /management/v1/users/\(path)", .gate(.userRead), reply: reply)
    }

    private static func transition(_ verb: String, unknown: String, again: String) -> Contract {
        change("\(verb.prefix(1).uppercased())\(verb.dropFirst())User", "POST", "{id}/_\(verb)", .once(again))
            .unknown("id", .notFound, unknown).limits(.id("id"))
    }
}
