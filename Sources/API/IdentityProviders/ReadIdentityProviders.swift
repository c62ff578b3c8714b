internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getIDPByID(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            "zitadel.idp.v2.IdentityProviderService/GetIDPByID", REST(.get, "/v2/idps/{id}"),
            access: .object(.orgIDPRead),
            .init("Shows an identity provider.", [.id("id")], reply: [.message("idp", .identityProvider)])
        ) { (request, call) async throws(DomainError) in
            let provider = try await providers.provider(try request.identityProviderID(), by: call.caller)
            return .message { $0.set("idp", provider.message(providers.details(of: provider))) }
        }
    }

    static func getActiveIdentityProviders(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders", REST(.get, "/v2/settings/login/idps"),
            access: .gate(.policyRead), .getActiveIdentityProviders
        ) { (request, call) async throws(DomainError) in
            let filters: [(wanted: Bool?, isOn: (IdentityProviderOptions) -> Bool)] = [
                (try request.optionalBool("creationAllowed"), { $0.allowsCreation }),
                (try request.optionalBool("linkingAllowed"), { $0.allowsLinking }),
                (try request.optionalBool("autoCreation"), { $0.createsAutomatically }),
                (try request.optionalBool("autoLinking"), { $0.autoLinking != .off }),
            ]
            let offered = try await providers.offered(to: try request.settingsOwner(call.caller), by: call.caller)
            let found = offered.filter { provider in
                filters.allSatisfy { $0.wanted == nil || $0.wanted == $0.isOn(provider.options) }
            }
            return .message {
                $0.set("details", listDetails(total: Int64(found.count), at: call.now))
                $0.set("identityProviders", found.map(\.loginMessage))
            }
        }
    }
}

extension ProviderPlace {
    func reads(_ providers: IdentityProviders) -> [APIMethod] { [list(providers), get(providers)] }

    private func list(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "ListProviders", .init(.post, "\(base)/idps/templates/_search"), access: .gate(read),
            .init(
                "Lists identity providers; to an organization also the instance's.",
                [.listQueryV1, .filters("queries", .providerQuery)],
                reply: [.listDetailsV1, .messages("result", .provider)])
        ) { (request, call) async throws(DomainError) in
            let page = try Page(request, field: "query")
            let filters = try request.filters("queries", as: "ProviderQuery", IdentityProvider.Filter.read)
            let result = try await providers.list(
                filters.compactMap { $0 }, availableTo: owner(call.caller), page, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map { $0.providerMessage(providers.details(of: $0)) })
            }
        }
    }

    private func get(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "GetProviderByID", .init(.get, "\(base)/idps/templates/{id}"), access: .gate(read),
            .init("Shows an identity provider.", [.id("id")], reply: [.message("idp", .provider)])
        ) { (request, call) async throws(DomainError) in
            let provider = try await providers.provider(
                try request.identityProviderID(), availableTo: owner(call.caller), by: call.caller)
            return .message { $0.set("idp", provider.providerMessage(providers.details(of: provider))) }
        }
    }
}

extension IdentityProvider.Filter {
    /// - Returns: `nil` for one that holds for all.
    fileprivate static func read(_ query: MessageReader) throws(DomainError) -> IdentityProvider.Filter? {
        let field = try query.requiredOneOf("query", ["idpIdQuery", "idpNameQuery", "ownerTypeQuery"])
        switch field {
        case "idpIdQuery":
            return .id(try query.requiredMessage(field, as: "IDPIDQuery").identityProviderID())
        case "idpNameQuery":
            return .name(try query.requiredMessage(field, as: "IDPNameQuery").textMatch("name", .atMost(200)))
        default:
            return try query.requiredMessage(field, as: "IDPOwnerTypeQuery").providerOwner()
                .map { .isOfInstance($0 == .instance) }
        }
    }
}
