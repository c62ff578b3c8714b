internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension DomainSettings: WirePolicy {
    static let contract = PolicyContract.domain
    static let names = PolicyNames(
        path: "domain", get: "GetDomainPolicy", getDefault: "GetDomainPolicy", add: "AddCustomDomainPolicy",
        update: "UpdateCustomDomainPolicy", reset: "ResetCustomDomainPolicyToDefault",
        getOfInstance: "GetDomainPolicy", updateOfInstance: "UpdateDomainPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        loginNameIncludesDomain = try request.bool("userLoginMustBeDomain")
        requiresDomainVerification = try request.bool("validateOrgDomains")
        requiresSenderInInstanceDomain = try request.bool("smtpSenderAddressMatchesInstanceDomain")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("userLoginMustBeDomain", loginNameIncludesDomain)
        writer.set("validateOrgDomains", requiresDomainVerification)
        writer.set("smtpSenderAddressMatchesInstanceDomain", requiresSenderInInstanceDomain)
    }
}

extension APIMethod {
    /// Domain policies of organizations: read by themselves, chosen by who administers the instance.
    static func domainPolicy(_ settings: Settings) -> [APIMethod] {
        let (names, path) = (DomainSettings.names, "/admin/v1/orgs/{org_id}/policies/domain")
        let (contract, owner) = (PolicyContract.domain, PolicyContract.ofOrganization)
        let organization = [MessageSchema.Member.id("orgId")]
        return adminPolicy(DomainSettings.self, settings) + [
            getPolicy(DomainSettings.self, names.get, "/management/v1/policies/domain", settings),
            APIMethod(
                v1: "GetCustomDomainPolicy", REST(.get, path), access: .gate(.iamPolicyRead),
                contract.get(owner, organization)
            ) {
                (request, call) async throws(DomainError) in
                try call.caller.require(.iamPolicyRead)
                let found = try await settings.effective(
                    DomainSettings.self, of: try request.policyOwner(), by: call.caller)
                return .policy(found, settings)
            },
            APIMethod(
                v1: names.add, REST(.post, path), access: .gate(.iamPolicyWrite), contract.add(owner, organization)
            ) {
                (request, call) async throws(DomainError) in
                var policy = DomainSettings()
                try policy.replace(with: request)
                return .details(try await settings.add(policy, to: try request.policyOwner(), by: call.caller))
            },
            APIMethod(
                v1: names.update, REST(.put, path), access: .gate(.iamPolicyWrite), contract.update(owner, organization)
            ) {
                (request, call) async throws(DomainError) in
                try checkForm(of: request, as: DomainSettings.self)
                return .details(
                    try await settings.change(
                        DomainSettings.self, of: try request.policyOwner(), by: call.caller
                    ) { (policy) throws(DomainError) in try policy.replace(with: request) })
            },
            APIMethod(
                v1: names.reset, REST(.delete, path), access: .gate(.iamPolicyDelete),
                contract.reset(owner, organization)
            ) {
                (request, call) async throws(DomainError) in
                .details(
                    try await settings.reset(DomainSettings.self, of: try request.policyOwner(), by: call.caller))
            },
        ]
    }
}

extension MessageReader {
    fileprivate func policyOwner() throws(DomainError) -> Organization.ID {
        Organization.ID(try string("orgId", .identifier))
    }
}
