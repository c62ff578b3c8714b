internal import Model
internal import Platform

/// Sessions, and the requests for sign-ins that they answer.
extension WalkRow {
    private static let session: JSONValue = ["sessionId": "$session"]

    static let sessions = rows(
        "session.v2.SessionService",
        [
            (.write, "CreateSession", [:]),
            (.write, "SetSession", ["sessionId": "$session", "metadata": ["color": "cmVk"]]),
            (.read, "GetSession", session),
            (.list, "ListSessions", ["queries": [["userIdQuery": ["id": "target-of-a"]]]]),
            (.write, "DeleteSession", session),
        ])

    // Requests for sign-ins belong to the instance: what a role allows in an organization opens none of them.
    static let oidc =
        [
            WalkRow(
                .read, "zitadel.oidc.v2.OIDCService/GetAuthRequest", ["authRequestId": "$authRequest"],
                permission: .iamRead)
        ]
        + rows(
            "oidc.v2.OIDCService",
            [
                (
                    .write, "CreateCallback",
                    ["authRequestId": "$authRequest", "error": ["error": "ERROR_REASON_ACCESS_DENIED"]]
                ),
                (.read, "GetDeviceAuthorizationRequest", ["userCode": "$userCode"]),
                (.write, "AuthorizeOrDenyDeviceAuthorization", ["deviceAuthorizationId": "$device", "deny": [:]]),
            ])
}
