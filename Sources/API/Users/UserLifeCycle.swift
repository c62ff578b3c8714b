internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func deactivateUser(_ users: Users) -> APIMethod {
        transition(
            "zitadel.user.v2.UserService/DeactivateUser", "/v2/users/{user_id}/deactivate", .deactivate,
            .deactivateUser, users)
    }

    static func reactivateUser(_ users: Users) -> APIMethod {
        transition(
            "zitadel.user.v2.UserService/ReactivateUser", "/v2/users/{user_id}/reactivate", .reactivate,
            .reactivateUser, users)
    }

    static func lockUser(_ users: Users) -> APIMethod {
        transition("zitadel.user.v2.UserService/LockUser", "/v2/users/{user_id}/lock", .lock, .lockUser, users)
    }

    static func unlockUser(_ users: Users) -> APIMethod {
        transition("zitadel.user.v2.UserService/UnlockUser", "/v2/users/{user_id}/unlock", .unlock, .unlockUser, users)
    }

    static func deleteUser(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/DeleteUser", REST(.delete, "/v2/users/{user_id}"),
            access: .object(.userDelete), .deleteUser
        ) { (request, call) async throws(DomainError) in
            let details = try await users.delete(try request.user(), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func transition(
        _ name: StaticString, _ path: String, _ transition: UserTransition, _ contract: MethodContract, _ users: Users
    ) -> APIMethod {
        APIMethod(name, REST(.post, path), access: .object(.userWrite), contract) {
            (request, call) async throws(DomainError) in
            let details = try await users.change(try request.user(), transition, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}
