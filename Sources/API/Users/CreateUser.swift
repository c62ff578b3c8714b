internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func createUser(_ users: Users, _ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/CreateUser", REST(.post, "/v2/users/new"), access: .object(.userWrite),
            .createUser
        ) { (request, call) async throws(DomainError) in
            let organization = Organization.ID(try request.string("organizationId", .identifier))
            switch try request.requiredOneOf("userType", ["human", "machine"]) {
            case "human":
                let new = try request.newHuman()
                return try await humans.add(new, to: organization, by: call.caller).creationMessage
            default:
                let (user, details) = try await users.addMachine(try request.newMachine(organization), by: call.caller)
                return .message {
                    $0.set("id", user)
                    $0.set("creationDate", details.changedAt)
                }
            }
        }
    }
}

extension MessageReader {
    fileprivate func newMachine(_ organization: Organization.ID) throws(DomainError) -> NewMachineUser {
        let id = try optionalString("userId", .identifier)
        let username = try optionalString("username", .between(1, 200))
        let machine = try requiredMessage("machine", as: "CreateUserRequest_Machine")
        return NewMachineUser(
            id: id.map { User.ID($0) }, organizationID: organization, username: username,
            machine: Machine(
                name: try machine.string("name", .between(1, 200)),
                description: try machine.optionalString("description", .between(1, 500)) ?? "",
                accessTokenType: try machine.enumeration("accessTokenType", as: WireAccessTokenType.self).type),
            metadata: try metadataEntries())
    }

    fileprivate func newHuman() throws(DomainError) -> NewHuman {
        let id = try optionalString("userId", .identifier)
        let username = try optionalString("username", .between(1, 200))
        let human = try requiredMessage("human", as: "CreateUserRequest_Human")
        var new = try human.newHuman(id: id, username: username) { () throws(DomainError) in
            try human.initialPassword()
        }
        new.metadata = try metadataEntries()
        let older = try human.metadataEntries()
        guard new.metadata.isEmpty || older.isEmpty else {
            throw DomainError(
                .invalidArgument, "USERv2-j0z7uy", "Metadata must not be set on both the user and human fields")
        }
        if new.metadata.isEmpty { new.metadata = older }
        return new
    }

    /// The members that all messages for a new human have, without metadata.
    /// - Parameter password: reads it, where it stands in the order of the members.
    func newHuman(
        id: String?, username: String?,
        password: () throws(DomainError) -> (password: NewHuman.Password, isChangeRequired: Bool)?
    ) throws(DomainError) -> NewHuman {
        let profile = try newProfile()
        let (address, proof) = try email()
        let phone = try phone()
        let password = try password()
        let links = try messages("idpLinks", as: "IDPLink")
        guard links.count <= Self.greatestLinkCount else {
            throw fault("idpLinks", "value must contain no more than \(Self.greatestLinkCount) item(s)")
        }
        return NewHuman(
            id: id.map { User.ID($0) }, username: username, profile: profile, email: address, emailProof: proof,
            phone: phone?.number ?? "", phoneProof: phone?.proof ?? .code(.send(nil)), password: password?.password,
            isPasswordChangeRequired: password?.isChangeRequired ?? false,
            links: try links.map { (link) throws(DomainError) in try link.identityProviderLink() },
            totpSecret: try optionalString("totpSecret", .between(1, 200)).map { Secret($0) })
    }

    /// The entries of `metadata`.
    /// - Parameters:
    ///   - least: bytes that a value has at least.
    ///   - name: the message of one entry.
    func metadataEntries(
        atLeast least: Int = 0, as name: String = "Metadata"
    ) throws(DomainError) -> [MetadataEntry] {
        var entries: [MetadataEntry] = []
        for entry in try messages("metadata", as: name) {
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

extension AddedHuman {
    fileprivate var creationMessage: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("creationDate", details.changedAt)
            $0.set("emailCode", emailCode ?? "")
            $0.set("phoneCode", phoneCode ?? "")
        }
    }
}
