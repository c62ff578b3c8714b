internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func createUser(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/CreateUser", REST(.post, "/v2/users/new"), access: .object(.userWrite)
        ) { (request, call) async throws(DomainError) in
            let organization = Organization.ID(try request.string("organizationId", .identifier))
            let id = try request.optionalString("userId", .identifier)
            let username = try request.optionalString("username", .between(1, 200))
            guard try request.requiredOneOf("userType", ["human", "machine"]) == "machine" else {
                throw DomainError(.unimplemented, "USERv2-hUm4n", "Creating a human user is not supported")
            }
            let machine = try request.requiredMessage("machine", as: "CreateUserRequest_Machine")
            let new = NewMachineUser(
                id: id.map { User.ID($0) }, organizationID: organization, username: username,
                machine: Machine(
                    name: try machine.string("name", .between(1, 200)),
                    description: try machine.optionalString("description", .between(1, 500)) ?? "",
                    accessTokenType: try machine.enumeration("accessTokenType", as: WireAccessTokenType.self).type),
                metadata: try request.metadataEntries())
            let (user, details) = try await users.addMachine(new, by: call.caller)
            return .message {
                $0.set("id", user)
                $0.set("creationDate", details.changedAt)
            }
        }
    }
}

extension MessageReader {
    /// The entries of `metadata`.
    /// - Parameter least: bytes that a value has at least.
    func metadataEntries(atLeast least: Int = 0) throws(DomainError) -> [MetadataEntry] {
        var entries: [MetadataEntry] = []
        for entry in try messages("metadata", as: "Metadata") {
            entries.append(
                MetadataEntry(
                    key: try entry.string("key", .between(1, 200)),
                    value: try entry.bytes("value", atLeast: least, atMost: Metadata.greatestValueSize)))
        }
        return entries
    }

    /// The user that the request names by `userId`.
    func user() throws(DomainError) -> UserTarget {
        UserTarget(User.ID(try string("userId", .identifier)))
    }
}
