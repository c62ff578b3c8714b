internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Settings as the older API writes and shows them, under the name of policies.
protocol WirePolicy: ChangeableSettings {
    static var names: PolicyNames { get }
    static var contract: PolicyContract { get }

    /// Takes over the values of a request; absent ones are taken as false, 0 or empty.
    mutating func replace(with request: MessageReader) throws(DomainError)
    func write(to writer: inout MessageWriter)
}

/// What the calls about one policy are named, and where they are.
struct PolicyNames: Sendable {
    /// Below `policies/`.
    let path: String
    let get, getDefault, add, update, reset: StaticString
    let getOfInstance, updateOfInstance: StaticString
}

extension APIMethod {
    /// The five calls by which an organization has a policy of its own.
    static func managementPolicy<Policy: WirePolicy>(_ type: Policy.Type, _ settings: Settings) -> [APIMethod] {
        let (names, path) = (Policy.names, "/management/v1/policies/\(Policy.names.path)")
        return [
            getPolicy(type, names.get, path, settings), getDefaultPolicy(type, names.getDefault, settings),
            APIMethod(
                v1: names.add, REST(.post, path), access: .gate(.policyWrite),
                Policy.contract.add(PolicyContract.ofOrganization)
            ) {
                (request, call) async throws(DomainError) in
                var policy = Policy()
                try policy.replace(with: request)
                return .details(try await settings.add(policy, to: call.caller.organizationID, by: call.caller))
            },
            APIMethod(
                v1: names.update, REST(.put, path), access: .gate(.policyWrite),
                Policy.contract.update(PolicyContract.ofOrganization)
            ) {
                (request, call) async throws(DomainError) in
                try checkForm(of: request, as: type)
                return .details(
                    try await settings.change(Policy.self, of: call.caller.organizationID, by: call.caller) {
                        (policy) throws(DomainError) in try policy.replace(with: request)
                    })
            },
            APIMethod(
                v1: names.reset, REST(.delete, path), access: .gate(.policyDelete),
                Policy.contract.reset(PolicyContract.ofOrganization)
            ) {
                (_, call) async throws(DomainError) in
                .details(try await settings.reset(Policy.self, of: call.caller.organizationID, by: call.caller))
            },
        ]
    }

    /// The two calls about what holds for the instance.
    static func adminPolicy<Policy: WirePolicy>(_ type: Policy.Type, _ settings: Settings) -> [APIMethod] {
        let (names, path) = (Policy.names, "/admin/v1/policies/\(Policy.names.path)")
        return [
            APIMethod(
                v1: names.getOfInstance, REST(.get, path), access: .gate(.iamPolicyRead),
                Policy.contract.get(PolicyContract.ofInstance)
            ) {
                (_, call) async throws(DomainError) in
                let found = try await settings.ofInstance(Policy.self, by: call.caller)
                return .policy(found, settings)
            },
            APIMethod(
                v1: names.updateOfInstance, REST(.put, path), access: .gate(.iamPolicyWrite),
                Policy.contract.update(PolicyContract.ofInstance)
            ) {
                (request, call) async throws(DomainError) in
                try checkForm(of: request, as: type)
                return .details(
                    try await settings.change(Policy.self, of: nil, by: call.caller) {
                        (policy) throws(DomainError) in try policy.replace(with: request)
                    })
            },
        ]
    }

    /// Refuses a request of the wrong form before anything is looked up.
    static func checkForm<Policy: WirePolicy>(of request: MessageReader, as type: Policy.Type) throws(DomainError) {
        var policy = Policy()
        try policy.replace(with: request)
    }

    /// What holds for the organization that the request is about.
    static func getPolicy<Policy: WirePolicy>(
        _ type: Policy.Type, _ name: StaticString, _ path: String, _ settings: Settings
    ) -> APIMethod {
        APIMethod(
            v1: name, REST(.get, path), access: .gate(.policyRead), Policy.contract.get(PolicyContract.ofOrganization)
        ) {
            (_, call) async throws(DomainError) in
            let found = try await settings.effective(
                Policy.self, of: call.caller.organizationID, by: call.caller)
            return .policy(found, settings)
        }
    }

    /// What holds for organizations without a policy of their own.
    private static func getDefaultPolicy<Policy: WirePolicy>(
        _ type: Policy.Type, _ name: StaticString, _ settings: Settings
    ) -> APIMethod {
        APIMethod(
            v1: name, REST(.get, "/management/v1/policies/default/\(Policy.names.path)"), access: .gate(.policyRead),
            Policy.contract.get(PolicyContract.byDefault)
        ) { (_, call) async throws(DomainError) in
            .policy(try await settings.effective(Policy.self, of: nil, by: call.caller), settings)
        }
    }
}

extension JSONObject {
    static func details(_ details: ObjectDetails) -> JSONObject {
        .message { $0.set("details", details.message) }
    }

    /// `{policy, isDefault}`: the second stands in the policy as well, where newer clients look.
    static func policy<Policy: WirePolicy>(_ found: EffectiveSettings<Policy>, _ settings: Settings) -> JSONObject {
        let isDefault = found.organizationID == nil
        let policy = JSONObject.message {
            $0.set("details", settings.details(of: found).message)
            found.value.write(to: &$0)
            $0.set("isDefault", isDefault)
        }
        return .message {
            $0.set("policy", policy)
            $0.set("isDefault", isDefault)
        }
    }
}
