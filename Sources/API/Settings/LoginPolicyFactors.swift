internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// The lists of factors of an organization's login policy.
    static func managementLoginFactors(_ settings: Settings) -> [APIMethod] {
        let place = FactorPlace(
            base: "/management/v1/policies/login", read: .policyRead, write: .policyWrite, settings: settings,
            organization: { $0.organizationID }, invalid: ("Org-5m9fs", "Org-55n8s", "Org-5m9fs"))
        return place.methods(
            (
                list: "ListLoginPolicySecondFactors", add: "AddSecondFactorToLoginPolicy",
                remove: "RemoveSecondFactorFromLoginPolicy"
            ),
            (
                list: "ListLoginPolicyMultiFactors", add: "AddMultiFactorToLoginPolicy",
                remove: "RemoveMultiFactorFromLoginPolicy"
            ))
    }

    /// The lists of factors of the instance's login policy.
    static func adminLoginFactors(_ settings: Settings) -> [APIMethod] {
        let place = FactorPlace(
            base: "/admin/v1/policies/login", read: .iamPolicyRead, write: .iamPolicyWrite, settings: settings,
            organization: { _ in nil }, invalid: ("INSTANCE-5m9fs", "INSTANCE-55n8s", "INSTANCE-33m9F"))
        return place.methods(
            (
                list: "ListLoginPolicySecondFactors", add: "AddSecondFactorToLoginPolicy",
                remove: "RemoveSecondFactorFromLoginPolicy"
            ),
            (
                list: "ListLoginPolicyMultiFactors", add: "AddMultiFactorToLoginPolicy",
                remove: "RemoveMultiFactorFromLoginPolicy"
            ))
    }
}

/// Whose login policy some calls are about.
private struct FactorPlace: Sendable {
    typealias Names = (list: StaticString, add: StaticString, remove: StaticString)

    let base: String
    let read, write: Permission
    let settings: Settings
    let organization: @Sendable (Caller) -> Organization.ID?
    /// What to say when no factor is named: at adding one, at removing a second factor, at removing a multi factor.
    let invalid: (add: String, second: String, multi: String)

    func methods(_ second: Names, _ multi: Names) -> [APIMethod] {
        secondFactors(second) + multiFactors(multi)
    }

    private func secondFactors(_ names: Names) -> [APIMethod] {
        let path = "\(base)/second_factors"
        return [
            APIMethod(
                v1: names.list, .init(.post, "\(path)/_search"), access: .gate(read), MethodContract.SecondFactors.list
            ) {
                (_, call) async throws(DomainError) in
                try await list(call) { $0.secondFactors.map { WireSecondFactorType($0).rawValue } }
            },
            APIMethod(v1: names.add, .init(.post, path), access: .gate(write), MethodContract.SecondFactors.add) {
                (request, call) async throws(DomainError) in
                let factor = try request.enumeration("type", as: WireSecondFactorType.self).factor
                guard let factor else { throw .unspecifiedFactor(invalid.add) }
                return .details(
                    try await settings.admit(factor, toLoginOf: organization(call.caller), by: call.caller))
            },
            APIMethod(
                v1: names.remove, .init(.delete, "\(path)/{type}"), access: .gate(write),
                MethodContract.SecondFactors.remove
            ) {
                (request, call) async throws(DomainError) in
                let factor = try request.enumeration("type", as: WireSecondFactorType.self).factor
                guard let factor else { throw .unspecifiedFactor(invalid.second) }
                return .details(
                    try await settings.refuse(factor, atLoginOf: organization(call.caller), by: call.caller))
            },
        ]
    }

    private func multiFactors(_ names: Names) -> [APIMethod] {
        let path = "\(base)/multi_factors"
        return [
            APIMethod(
                v1: names.list, .init(.post, "\(path)/_search"), access: .gate(read), MethodContract.MultiFactors.list
            ) {
                (_, call) async throws(DomainError) in
                try await list(call) { $0.multiFactors.map { WireMultiFactorType($0).rawValue } }
            },
            APIMethod(v1: names.add, .init(.post, path), access: .gate(write), MethodContract.MultiFactors.add) {
                (request, call) async throws(DomainError) in
                let factor = try request.enumeration("type", as: WireMultiFactorType.self).factor
                guard let factor else { throw .unspecifiedFactor(invalid.add) }
                return .details(
                    try await settings.admit(factor, toLoginOf: organization(call.caller), by: call.caller))
            },
            APIMethod(
                v1: names.remove, .init(.delete, "\(path)/{type}"), access: .gate(write),
                MethodContract.MultiFactors.remove
            ) {
                (request, call) async throws(DomainError) in
                let factor = try request.enumeration("type", as: WireMultiFactorType.self).factor
                guard let factor else { throw .unspecifiedFactor(invalid.multi) }
                return .details(
                    try await settings.refuse(factor, atLoginOf: organization(call.caller), by: call.caller))
            },
        ]
    }

    private func list(
        _ call: APICall, _ names: @Sendable (LoginSettings) -> [String]
    ) async throws(DomainError) -> JSONObject {
        let found = try await settings.effective(LoginSettings.self, of: organization(call.caller), by: call.caller)
        let names = names(found.value)
        return .message {
            $0.set("details", listDetails(total: Int64(names.count), at: call.now, timestampField: "viewTimestamp"))
            $0.set("result", names)
        }
    }
}
