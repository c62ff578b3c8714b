internal import API
internal import HTTP
internal import Model
internal import Platform

extension Contract {
    static let credentials: [Contract] = [
        Contract(
            "AddSecret", "POST /v2/users/{user_id}/secret", .objectOrSelf(.userWrite),
            reply: ["creationDate", "clientSecret"]
        )
        .unknown("userId", .badRequest, "COMMAND-x8910n").limits(.id("userId")),
        Contract(
            "RemoveSecret", "DELETE /v2/users/{user_id}/secret", .objectOrSelf(.userWrite), reply: ["deletionDate"],
            .once("COMMAND-coi82n")
        )
        .unknown("userId", .badRequest, "COMMAND-x7s802").limits(.id("userId")),
        Contract(
            "AddKey", "POST /v2/users/{user_id}/keys", .objectOrSelf(.userWrite), reply: ["creationDate", "keyId"]
        )
        .unknown("userId", .badRequest, "COMMAND-bnipwm1").limits(.id("userId"), .required("expirationDate")),
        Contract(
            "RemoveKey", "DELETE /v2/users/{user_id}/keys/{key_id}", .objectOrSelf(.userWrite),
            reply: ["deletionDate"], .once("COMMAND-4m77G")
        )
        .unknown("userId", .notFound, "COMMAND-4m77G").unknown("keyId", .notFound, "COMMAND-4m77G")
        .limits(.id("userId"), .id("keyId")),
        Contract("ListKeys", "POST /v2/users/keys/search", .rows(.userRead), reply: ["pagination", "result"])
            .credentialFilterLimits("KeysSearchFilter", "keyIdFilter"),
        Contract(
            "AddPersonalAccessToken", "POST /v2/users/{user_id}/pats", .objectOrSelf(.userWrite),
            reply: ["creationDate", "tokenId", "token"]
        )
        .unknown("userId", .badRequest, "COMMAND-Dggw2").limits(.id("userId"), .required("expirationDate")),
        Contract(
            "RemovePersonalAccessToken", "DELETE /v2/users/{user_id}/pats/{token_id}", .objectOrSelf(.userWrite),
            reply: ["deletionDate"], .once("COMMAND-4m77G")
        )
        .unknown("userId", .notFound, "COMMAND-4m77G").unknown("tokenId", .notFound, "COMMAND-4m77G")
        .limits(.id("userId"), .id("tokenId")),
        Contract(
            "ListPersonalAccessTokens", "POST /v2/users/pats/search", .rows(.userRead),
            reply: ["pagination", "result"]
        )
        .credentialFilterLimits("PersonalAccessTokensSearchFilter", "tokenIdFilter"),
    ]

    static let metadata: [Contract] = [
        Contract("SetUserMetadata", "POST /v2/users/{user_id}/metadata", .object(.userWrite), reply: ["setDate"])
            .unknown("userId", .badRequest, "COMMAND-uXHNj")
            .limits(.id("userId")).metadataLimits("metadata[]:Metadata", in: ["userId": "target-of-a"]),
        Contract(
            "ListUserMetadata", "POST /v2/users/{user_id}/metadata/search", .rows(.userRead),
            reply: ["pagination", "metadata"]
        )
        .unknown("userId", .ok)
        .limits(
            .id("userId"), .runes("filters[]:MetadataSearchFilter.keyFilter:MetadataKeyFilter.key", 0...200),
            .defined("filters[]:MetadataSearchFilter.keyFilter:MetadataKeyFilter.method")),
        Contract(
            "DeleteUserMetadata", "DELETE /v2/users/{user_id}/metadata", .object(.userWrite), reply: ["deletionDate"],
            .once("META-2nnds")
        )
        .unknown("userId", .badRequest, "COMMAND-uXHNj").unknown("keys[]", .notFound, "META-2nnds")
        .limits(.runes("keys[]", 1...200).optional),
    ]

    private func credentialFilterLimits(_ filter: String, _ id: String) -> Contract {
        var copy = limits(.defined("sortingColumn").in([:]))
        for member in [id, "userIdFilter", "organizationIdFilter"] {
            copy = copy.limits(.runes("filters[]:\(filter).\(member):IDFilter.id", 0...200).in([:]))
        }
        for member in ["createdDateFilter", "expirationDateFilter"] {
            let path = "filters[]:\(filter).\(member):TimestampFilter"
            let valid = FieldPath(stringLiteral: "filters[].\(member).timestamp").set("2030-01-01T00:00:00Z", in: [:])
            copy = copy.limits(.defined("\(path).method").in(valid))
        }
        return copy
    }

    /// Those that are about accounts at other providers.
    static let identityProviders: [Contract] = [
        Contract(
            "StartIdentityProviderIntent", "POST /v2/idp_intents", .object(.sessionWrite),
            reply: ["details", "authUrl"]
        )
        .unknown("idpId", .badRequest, "COMMAND-as02jin")
        .limits(
            .id("idpId"), .runes("urls:RedirectURLs.successUrl", 1...2048),
            .runes("urls:RedirectURLs.failureUrl", 1...2048), .runes("urls:RedirectURLs.loginHint", 0...200)),
        Contract(
            "RetrieveIdentityProviderIntent", "POST /v2/idp_intents/{idp_intent_id}", .object(.sessionWrite),
            reply: ["details", "idpInformation", "addHumanUser", "createUser"]
        )
        .limits(.id("idpIntentId"), .id("idpIntentToken")),
        Contract(
            "AddIDPLink", "POST /v2/users/{user_id}/links", .object(.userWrite), reply: ["details"],
            .once("V3-DKcYh")
        )
        .unknown("userId", .badRequest, "COMMAND-vzktar7b7f")
        .unknown("idpLink:IDPLink.idpId", .badRequest, "COMMAND-39nf2")
        .limits(
            .id("userId"), .id("idpLink:IDPLink.idpId"), .id("idpLink:IDPLink.userId"),
            .id("idpLink:IDPLink.userName")),
        Contract(
            "ListIDPLinks", "POST /v2/users/{user_id}/links/_search", .objectOrSelf(.userRead),
            reply: ["details", "result"]
        )
        .unknown("userId", .ok).limits(.id("userId")),
        Contract(
            "RemoveIDPLink", "DELETE /v2/users/{user_id}/links/{idp_id}/{linked_user_id}", hasBody: true,
            .objectOrSelf(.userWrite), reply: ["details"], .once("COMMAND-1M9xR")
        )
        .unknown("idpId", .notFound, "COMMAND-1M9xR").unknown("linkedUserId", .notFound, "COMMAND-1M9xR")
        .limits(.id("userId"), .id("idpId"), .id("linkedUserId")),
    ]
}
