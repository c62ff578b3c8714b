internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func updateUser(_ users: Users, _ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/UpdateUser", REST(.patch, "/v2/users/{user_id}"),
            access: .objectOrSelf(.userWrite), .updateUser
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            switch try request.oneOf("human", "machine") {
            case "machine":
                let change = try request.machineChange()
                let changedAt = try await users.update(target, change, by: call.caller)
                return .message { $0.set("changeDate", changedAt) }
            case "human":
                let changed = try await humans.update(target, try request.humanChange(), by: call.caller)
                return .message {
                    $0.set("changeDate", changed.details.changedAt)
                    $0.set("emailCode", changed.emailCode ?? "")
                    $0.set("phoneCode", changed.phoneCode ?? "")
                }
            default: throw DomainError(.unimplemented, "", "user type is not implemented ()")
            }
        }
    }

    /// The older call, of which an empty telephone number means nothing, and which knows no metadata.
    static func updateHumanUser(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/UpdateHumanUser", REST(.put, "/v2/users/human/{user_id}"),
            access: .objectOrSelf(.userWrite), .updateHumanUser
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            var change = HumanChange(username: try request.optionalString("username", .between(1, 200)))
            if request.has("profile") { change.profile = try request.newProfile() }
            change.email = try request.optionalEmail()
            if let (number, proof) = try request.phone(), !number.trimmed.isEmpty {
                change.phone = .number(number, proof ?? .code(.send(nil)))
            }
            change.password = try request.passwordChange()
            let changed = try await humans.update(target, change, by: call.caller)
            return .message {
                $0.set("details", changed.details.message)
                $0.set("emailCode", changed.emailCode ?? "")
                $0.set("phoneCode", changed.phoneCode ?? "")
            }
        }
    }
}

extension MessageReader {
    fileprivate func machineChange() throws(DomainError) -> UserChange {
        let username = try optionalString("username", .between(1, 200))
        let machine = try requiredMessage("machine", as: "UpdateUserRequest_Machine")
        return UserChange(
            username: username,
            machine: UserChange.MachinePart(
                name: try machine.optionalString("name", .atMost(200)),
                description: try machine.optionalString("description", .atMost(500)),
                accessTokenType: try machine.optionalEnumeration("accessTokenType", as: WireAccessTokenType.self)?
                    .type),
            metadata: try metadataEntries())
    }

    fileprivate func humanChange() throws(DomainError) -> HumanChange {
        var change = HumanChange(username: try optionalString("username", .between(1, 200)))
        let human = try requiredMessage("human", as: "UpdateUserRequest_Human")
        if let profile = try human.message("profile", as: "UpdateUserRequest_Human_Profile") {
            change.profile = try profile.profileChange()
        }
        change.email = try human.optionalEmail()
        if let (number, proof) = try human.phone() {
            change.phone = try Self.phonePart(number, proof)
        }
        change.password = try human.passwordChange()
        change.metadata = try metadataEntries()
        return change
    }

    private static func phonePart(
        _ number: String, _ proof: AddressProof?
    ) throws(DomainError) -> HumanChange.PhonePart {
        guard number.trimmed.isEmpty else { return .number(number, proof ?? .code(.send(nil))) }
        guard proof == nil else {
            throw DomainError(.invalidArgument, "USERv2-4f3d6", "Verifying phone removal is not supported")
        }
        return .removal
    }
}
