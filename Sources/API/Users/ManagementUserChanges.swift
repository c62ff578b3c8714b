internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func managementUserChanges(_ users: Users) -> [APIMethod] {
        [
            addMachineUser(users), updateMachine(users), updateUserName(users),
            transition(
                "DeactivateUser", "/management/v1/users/{id}/_deactivate", .deactivate,
                MethodContract.ManagementUsers.deactivateUser, users),
            transition(
                "ReactivateUser", "/management/v1/users/{id}/_reactivate", .reactivate,
                MethodContract.ManagementUsers.reactivateUser, users),
            transition(
                "LockUser", "/management/v1/users/{id}/_lock", .lock, MethodContract.ManagementUsers.lockUser, users),
            transition(
                "UnlockUser", "/management/v1/users/{id}/_unlock", .unlock, MethodContract.ManagementUsers.unlockUser,
                users),
            APIMethod(
                v1: "RemoveUser", REST(.delete, "/management/v1/users/{id}"), access: .gate(.userDelete),
                MethodContract.ManagementUsers.removeUser
            ) {
                (request, call) async throws(DomainError) in
                let details = try await users.delete(try request.managementUser(call, "id"), by: call.caller)
                return .message { $0.set("details", details.message) }
            },
        ]
    }

    private static func addMachineUser(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "AddMachineUser", REST(.post, "/management/v1/users/machine"), access: .gate(.userWrite),
            MethodContract.ManagementUsers.addMachineUser
        ) {
            (request, call) async throws(DomainError) in
            let username = try request.string("userName", .between(1, 200))
            let machine = try machine(of: request)
            let id = try request.optionalString("userId", .identifier)
            let (user, details) = try await users.addMachine(
                NewMachineUser(
                    id: id.map { User.ID($0) }, organizationID: call.caller.organizationID, username: username,
                    machine: machine),
                by: call.caller)
            return .message {
                $0.set("userId", user)
                $0.set("details", details.message)
            }
        }
    }

    private static func updateMachine(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "UpdateMachine", REST(.put, "/management/v1/users/{user_id}/machine"), access: .gate(.userWrite),
            MethodContract.ManagementUsers.updateMachine
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call)
            let details = try await users.replaceMachine(target, try machine(of: request), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func updateUserName(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "UpdateUserName", REST(.put, "/management/v1/users/{user_id}/username"), access: .gate(.userWrite),
            MethodContract.ManagementUsers.updateUserName
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call)
            let username = try request.string("userName", .between(1, 200))
            let details = try await users.rename(target, to: username, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func transition(
        _ name: StaticString, _ path: String, _ transition: UserTransition, _ contract: MethodContract, _ users: Users
    ) -> APIMethod {
        APIMethod(v1: name, REST(.post, path), access: .gate(.userWrite), contract) {
            (request, call) async throws(DomainError) in
            let details = try await users.change(
                try request.managementUser(call, "id"), transition, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func machine(of request: MessageReader) throws(DomainError) -> Machine {
        Machine(
            name: try request.string("name", .between(1, 200)),
            description: try request.string("description", .atMost(500)),
            accessTokenType: try request.enumeration("accessTokenType", as: WireAccessTokenType.self).type)
    }
}
