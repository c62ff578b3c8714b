internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func updateUser(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/UpdateUser", REST(.patch, "/v2/users/{user_id}"),
            access: .objectOrSelf(.userWrite)
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let username = try request.optionalString("username", .between(1, 200))
            let machine: UserChange.MachinePart? =
                switch try request.oneOf("human", "machine") {
                case "machine": try machinePart(of: request)
                case "human": try unchangedHuman(of: request)
                default: throw DomainError(.unimplemented, "", "user type is not implemented ()")
                }
            let change = UserChange(username: username, machine: machine, metadata: try request.metadataEntries())
            let changedAt = try await users.update(target, change, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    private static func machinePart(of request: MessageReader) throws(DomainError) -> UserChange.MachinePart {
        let machine = try request.requiredMessage("machine", as: "UpdateUserRequest_Machine")
        return UserChange.MachinePart(
            name: try machine.optionalString("name", .atMost(200)),
            description: try machine.optionalString("description", .atMost(500)),
            accessTokenType: try machine.optionalEnumeration("accessTokenType", as: WireAccessTokenType.self)?.type)
    }

    /// Of a human, user name and metadata can be changed.
    private static func unchangedHuman(of request: MessageReader) throws(DomainError) -> UserChange.MachinePart? {
        let human = try request.requiredMessage("human", as: "UpdateUserRequest_Human")
        guard !["profile", "email", "phone", "password"].contains(where: human.has) else {
            throw DomainError(
                .unimplemented, "USERv2-hUm4n",
                "Changing profile, e-mail, phone or password of a human user is not supported")
        }
        return nil
    }
}
