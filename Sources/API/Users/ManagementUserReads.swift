internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func managementUserReads(_ users: Users) -> [APIMethod] {
        [
            APIMethod(
                v1: "GetUserByID", REST(.get, "/management/v1/users/{id}"), access: .gate(.userRead),
                MethodContract.ManagementUsers.getUserByID
            ) {
                (request, call) async throws(DomainError) in
                let user = try await users.user(try request.managementUser(call, "id"), by: call.caller)
                return .message { $0.set("user", user.managementMessage) }
            },
            APIMethod(
                v1: "ListUsers", REST(.post, "/management/v1/users/_search"), access: .gate(.userRead),
                MethodContract.ManagementUsers.listUsers
            ) {
                (request, call) async throws(DomainError) in
                let asked = try UserQueryReader.search(request, isOlder: true)
                let search = User.Search(
                    filters: asked.filters + [.organization(call.caller.organizationID)], sorting: asked.sorting,
                    page: asked.page)
                let result = try await users.search(search, by: call.caller)
                return .message {
                    $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                    $0.set("result", result.rows.map(\.managementMessage))
                }
            },
        ]
    }
}

extension MessageReader {
    /// The user that a call of the management API names: one of the organization that the call is about.
    func managementUser(_ call: APICall, _ field: String = "userId") throws(DomainError) -> UserTarget {
        UserTarget(User.ID(try string(field, .identifier)), in: call.caller.organizationID)
    }
}

extension ObjectDetails {
    /// What calls of the management API that add something reply: the date is the one of the creation.
    var additionMessage: JSONObject {
        .message {
            $0.set("sequence", long: sequence)
            $0.set("creationDate", changedAt)
            $0.set("resourceOwner", resourceOwner)
        }
    }
}
