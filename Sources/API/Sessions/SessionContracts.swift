// What the calls of `zitadel.session.v2.SessionService` say of themselves.

extension MethodContract {
    static let createSession = MethodContract(
        "Starts a session, with checks of who it is for.",
        [
            .message("checks", .sessionChecks), sessionMetadata, .message("challenges", .requestChallenges),
            .message("userAgent", .userAgent), .duration("lifetime", "More than none; by default it does not end."),
        ],
        reply: [
            .details, .text("sessionId"), .text("sessionToken", .any, "It is shown only here."),
            .message("challenges", .challenges),
        ])

    static let setSession = MethodContract(
        "Adds checks to a session, or changes its metadata or lifetime.",
        [
            sessionID, .optionalText("sessionToken", .any, "Not needed any more."), .message("checks", .sessionChecks),
            sessionMetadata, .message("challenges", .requestChallenges), .duration("lifetime", "From now on."),
        ],
        reply: [
            .details, .text("sessionToken", .any, "The new one; the old one ends."),
            .message("challenges", .challenges),
        ])

    static let getSession = MethodContract(
        "Shows a session.", [sessionID, .text("sessionToken", .atMost(500), "Instead of the permission.")],
        reply: [.message("session", .session)])

    static let listSessions = MethodContract(
        "Searches for sessions.",
        [
            .listQuery, .filters("queries", .sessionQuery), .choice("sortingColumn", WireSessionFieldName.self),
        ],
        reply: [.listDetails, .messages("sessions", .session)])

    static let deleteSession = MethodContract(
        "Ends a session, and the tokens that came from it.",
        [sessionID, .text("sessionToken", .atMost(500), "Instead of the permission.")], reply: [.details])

    private static let sessionID = MessageSchema.Member.id("sessionId")
    private static let sessionMetadata = MessageSchema.Member.map("metadata", .bytes(.any))
}
