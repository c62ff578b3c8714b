internal import Platform

/// Users of any kind, and what machine users have.
extension WalkRow {
    private static let target: JSONValue = ["userId": "target-of-a"]
    private static let ownCredentials: JSONValue = ["filters": [["userIdFilter": ["id": "target-of-a"]]]]

    static let users = rows(
        "user.v2.UserService",
        [
            (.write, "CreateUser", ["organizationId": "org-of-a", "username": "new", "machine": ["name": "New"]]),
            (.read, "GetUserByID", target),
            (.list, "ListUsers", ["queries": [["organizationIdQuery": organization]]]),
            (.write, "UpdateUser", ["userId": "target-of-a", "machine": ["name": "New"]]),
            (.write, "DeactivateUser", target),
            (.write, "ReactivateUser", ["userId": "idle-user-of-a"]),
            (.write, "LockUser", target),
            (.write, "UnlockUser", ["userId": "locked-user-of-a"]),
            (.write, "DeleteUser", target),
            (.write, "AddSecret", target),
            (.write, "RemoveSecret", target),
            (
                .write, "AddKey",
                ["userId": "target-of-a", "expirationDate": "2030-01-01T00:00:00Z", "publicKey": "$publicKey"]
            ),
            (.write, "RemoveKey", ["userId": "target-of-a", "keyId": "$key"]),
            (.list, "ListKeys", ownCredentials),
            (
                .write, "AddPersonalAccessToken",
                ["userId": "target-of-a", "expirationDate": "2030-01-01T00:00:00Z"]
            ),
            (.write, "RemovePersonalAccessToken", ["userId": "target-of-a", "tokenId": "$token"]),
            (.list, "ListPersonalAccessTokens", ownCredentials),
            (.write, "SetUserMetadata", ["userId": "target-of-a", "metadata": metadata]),
            (.list, "ListUserMetadata", target),
            (.write, "DeleteUserMetadata", ["userId": "target-of-a", "keys": ["color"]]),
        ])

    static let management: [WalkRow] = [
        (.write, "POST", "machine", ["userName": "new", "name": "New"]),
        (.write, "PUT", "{user_id}/machine", ["userId": "target-of-a", "name": "New"]),
        (.write, "PUT", "{user_id}/username", ["userId": "target-of-a", "userName": "new"]),
        (.write, "POST", "{id}/_deactivate", ["id": "target-of-a"]),
        (.write, "POST", "{id}/_reactivate", ["id": "idle-user-of-a"]),
        (.write, "POST", "{id}/_lock", ["id": "target-of-a"]),
        (.write, "POST", "{id}/_unlock", ["id": "locked-user-of-a"]),
        (.write, "DELETE", "{id}", ["id": "target-of-a"]),
        (.read, "GET", "{id}", ["id": "target-of-a"]),
        (.list, "POST", "_search", [:]),
        (.write, "POST", "{id}/metadata/{key}", ["id": "target-of-a", "key": "size", "value": "YmlnCg=="]),
        (.write, "POST", "{id}/metadata/_bulk", ["id": "target-of-a", "metadata": metadata]),
        (.read, "GET", "{id}/metadata/{key}", ["id": "target-of-a", "key": "color"]),
        (.list, "POST", "{id}/metadata/_search", ["id": "target-of-a"]),
        (.write, "DELETE", "{id}/metadata/{key}", ["id": "target-of-a", "key": "color"]),
        (.write, "DELETE", "{id}/metadata/_bulk", ["id": "target-of-a", "keys": ["color"]]),
        (.write, "PUT", "{user_id}/secret", target),
        (.write, "DELETE", "{user_id}/secret", target),
        (
            .write, "POST", "{user_id}/keys",
            ["userId": "target-of-a", "type": "KEY_TYPE_JSON", "publicKey": "$publicKey"]
        ),
        (.list, "POST", "{user_id}/keys/_search", target),
        (.read, "GET", "{user_id}/keys/{key_id}", ["userId": "target-of-a", "keyId": "$key"]),
        (.write, "DELETE", "{user_id}/keys/{key_id}", ["userId": "target-of-a", "keyId": "$key"]),
        (.write, "POST", "{user_id}/pats", target),
        (.list, "POST", "{user_id}/pats/_search", target),
        (.read, "GET", "{user_id}/pats/{token_id}", ["userId": "target-of-a", "tokenId": "$token"]),
        (.write, "DELETE", "{user_id}/pats/{token_id}", ["userId": "target-of-a", "tokenId": "$token"]),
    ].map { (kind: Kind, verb: String, path: String, message: JSONValue) in
        WalkRow(kind, "\(verb) /management/v1/users/\(path)", message)
    }
}
