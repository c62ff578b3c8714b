internal import API
internal import HTTP
internal import Model
internal import Platform

extension Contract {
    static let lifeCycle: [Contract] = [
        Contract(
            "CreateUser", "POST /v2/users/new", .object(.userWrite), reply: ["id", "creationDate"], .once("V3-DKcYh")
        )
        .unknown("organizationId", .badRequest, "COMMAND-QXPGs")
        .limits(
            .id("organizationId"), .id("userId").optional, .id("username").optional,
            .required("human:CreateUserRequest_Human.profile").in(newHuman),
            .required("human:CreateUserRequest_Human.email").in(newHuman),
            .runes("human:CreateUserRequest_Human.totpSecret", 1...200).optional.in(newHuman),
            .id("machine:CreateUserRequest_Machine.name"),
            .runes("machine:CreateUserRequest_Machine.description", 1...500).optional,
            .defined("machine:CreateUserRequest_Machine.accessTokenType")
        )
        .metadataLimits("metadata[]:Metadata", in: newHuman)
        .metadataLimits("human:CreateUserRequest_Human.metadata[]:Metadata", in: newHuman)
        .profileLimits("human:CreateUserRequest_Human", in: newHuman)
        .addressLimits("human:CreateUserRequest_Human", in: newHuman)
        .newPasswordLimits("human:CreateUserRequest_Human", in: newHuman)
        .linkLimits("human:CreateUserRequest_Human.idpLinks[]:IDPLink", in: newHuman),
        Contract(
            "AddHumanUser", "POST /v2/users/human", .object(.userWrite), reply: ["userId", "details"],
            .once("V3-DKcYh")
        )
        .unknown("organization:Organization.orgId", .forbidden, "AUTH-Bs7Ds")
        .limits(
            .id("userId").optional, .id("username").optional, .required("profile"), .required("email"),
            .runes("totpSecret", 1...200).optional
        )
        .metadataLimits("metadata[]:SetMetadataEntry", value: 1...500_000, in: addedHuman)
        .profileLimits(nil, in: addedHuman).addressLimits(nil, in: addedHuman)
        .newPasswordLimits(nil, in: addedHuman).linkLimits("idpLinks[]:IDPLink", in: addedHuman),
        Contract("GetUserByID", "GET /v2/users/{user_id}", .objectOrSelf(.userRead), reply: ["details", "user"])
            .unknown("userId", .notFound, "QUERY-Dfbg2").limits(.id("userId")),
        Contract("ListUsers", "POST /v2/users", .rows(.userRead), reply: ["details", "result"]).queryLimits(),
        Contract("UpdateUser", "PATCH /v2/users/{user_id}", .objectOrSelf(.userWrite), reply: ["changeDate"])
            .unknown("userId", .notFound, "COMMAND-ugjs0upun6")
            .limits(
                .id("userId"), .id("username").optional, .runes("machine:UpdateUserRequest_Machine.name", 0...200),
                .runes("machine:UpdateUserRequest_Machine.description", 0...500),
                .defined("machine:UpdateUserRequest_Machine.accessTokenType")
            )
            .metadataLimits("metadata[]:Metadata", in: ["userId": "target-of-a", "machine": [:]])
            .profileChangeLimits().addressLimits("human:UpdateUserRequest_Human", in: changedHuman)
            .passwordChangeLimits("human:UpdateUserRequest_Human.password:SetPassword", in: changedHuman),
        Contract(
            "UpdateHumanUser", "PUT /v2/users/human/{user_id}", .objectOrSelf(.userWrite), reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-ugjs0upun6")
        .limits(.id("userId"), .id("username").optional)
        .profileLimits(nil, in: human).addressLimits(nil, in: human)
        .passwordChangeLimits("password:SetPassword", in: human),
        transition("Deactivate", unknown: "COMMAND-5gp2p62iin", again: "COMMAND-5gunjw0cd7"),
        transition("Reactivate", unknown: "COMMAND-9hy5kzbuk6", again: "COMMAND-s5qqcz97hf"),
        transition("Lock", unknown: "COMMAND-450yxuqrh1", again: "COMMAND-lgws8wtsqf"),
        transition("Unlock", unknown: "COMMAND-x377t913pw", again: "COMMAND-olb9vb0oca"),
        Contract(
            "DeleteUser", "DELETE /v2/users/{user_id}", .object(.userDelete), reply: ["details"],
            .once("COMMAND-bd4ir1mblj")
        )
        .unknown("userId", .notFound, "COMMAND-bd4ir1mblj").limits(.id("userId")),
        Contract(
            "HumanMFAInitSkipped", "POST /v2/users/{user_id}/mfa_init_skipped", .objectOrSelf(.userWrite),
            reply: ["details"]
        )
        .unknown("userId", .notFound, "COMMAND-auj6jeBei4").limits(.id("userId")),
    ]

    private static func transition(_ verb: String, unknown: String, again: String) -> Contract {
        Contract(
            "\(verb)User", "POST /v2/users/{user_id}/\(verb.lowercased())", .object(.userWrite), reply: ["details"],
            .once(again)
        )
        .unknown("userId", .notFound, unknown).limits(.id("userId"))
    }

    static let human: JSONValue = ["userId": "human-of-a"]
    private static let changedHuman: JSONValue = ["userId": "human-of-a", "human": [:]]
    private static let newHuman: JSONValue = [
        "organizationId": "org-of-a",
        "human": [
            "profile": ["givenName": "New", "familyName": "New"],
            "email": ["email": "new@a.example", "isVerified": true],
        ],
    ]
    private static let addedHuman: JSONValue = [
        "organization": ["orgId": "org-of-a"], "profile": ["givenName": "New", "familyName": "New"],
        "email": ["email": "new@a.example", "isVerified": true],
    ]
}
