internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getUserByID(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/GetUserByID", REST(.get, "/v2/users/{user_id}"),
            access: .objectOrSelf(.userRead), .getUserByID
        ) { (request, call) async throws(DomainError) in
            let user = try await users.user(try request.user(), by: call.caller)
            return .message {
                $0.set("details", user.details.message)
                $0.set("user", user.message)
            }
        }
    }

    static func listUsers(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListUsers", REST(.post, "/v2/users"), access: .rows(.userRead), .listUsers
        ) { (request, call) async throws(DomainError) in
            let result = try await users.search(try UserQueryReader.search(request), by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now))
                $0.set("result", result.rows.map(\.message))
            }
        }
    }
}
