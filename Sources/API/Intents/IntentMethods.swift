package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// The calls of `zitadel.user.v2.UserService` about the way to an identity provider and back.
    package static func intents(_ intents: Intents) -> [APIMethod] {
        [startIdentityProviderIntent(intents), retrieveIdentityProviderIntent(intents)]
    }

    private static func startIdentityProviderIntent(_ intents: Intents) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/StartIdentityProviderIntent", REST(.post, "/v2/idp_intents"),
            access: .object(.sessionWrite),
            .init(
                "Begins a sign-in at an identity provider: the browser is to be sent to the address of the reply.",
                [
                    .id("idpId"),
                    .requiredOneOf("content", .message("urls", .redirectURLs), .message("ldap", .ldapCredentials)),
                ],
                reply: [.details, .oneOf("nextStep", .text("authUrl"))])
        ) { (request, call) async throws(DomainError) in
            let provider = IdentityProvider.ID(try request.string("idpId", .identifier))
            switch try request.oneOf("urls", "ldap") {
            case "urls":
                let urls = try request.requiredMessage("urls", as: "RedirectURLs")
                let started = try await intents.start(
                    try urls.newIntent(intents.newID(), at: provider), by: call.caller)
                return .message {
                    $0.set("details", started.details.message)
                    $0.set("authUrl", started.url)
                }
            case "ldap":
                let ldap = try request.requiredMessage("ldap", as: "LDAPCredentials")
                _ = try ldap.string("username", .identifier)
                _ = try ldap.string("password", .identifier)
                throw await intents.refusalOfDirectorySignIn(at: provider, by: call.caller)
            default:
                throw DomainError(
                    .unimplemented, "USERv2-S2g21",
                    "type oneOf <nil> in method StartIdentityProviderIntent not implemented")
            }
        }
    }

    private static func retrieveIdentityProviderIntent(_ intents: Intents) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RetrieveIdentityProviderIntent",
            REST(.post, "/v2/idp_intents/{idp_intent_id}"), access: .object(.sessionWrite),
            .init(
                "Tells what an identity provider said of somebody, and how an account for them is made or changed.",
                [.id("idpIntentId"), .id("idpIntentToken")],
                reply: [
                    .details, .message("idpInformation", .idpInformation), .text("userId"),
                    .message(
                        "addHumanUser", .externalHuman("AddHumanUserRequest", [.text("username"), .externalLinks])),
                    .message("updateHumanUser", .externalHuman("UpdateHumanUserRequest", [.text("userId")])),
                    .oneOf(
                        "userAction", .message("createUser", .externalCreateUser),
                        .message("updateUser", .externalUpdateUser)),
                ])
        ) { (request, call) async throws(DomainError) in
            let id = IdentityProviderIntent.ID(try request.string("idpIntentId", .identifier))
            let token = try request.string("idpIntentToken", .identifier)
            return try await intents.succeeded(id, token: token, by: call.caller).message
        }
    }
}

extension MessageReader {
    /// `RedirectURLs`.
    fileprivate func newIntent(
        _ id: IdentityProviderIntent.ID, at provider: IdentityProvider.ID
    ) throws(DomainError) -> NewIntent {
        var new = NewIntent(
            id: id, providerID: provider, successURL: try redirectURL("successUrl"),
            failureURL: try redirectURL("failureUrl"))
        new.loginHint = try string("loginHint", .atMost(200))
        return new
    }

    /// An address of the web, to which a browser goes with the token of the intent: nothing relative, which would be ours,
    /// and no script.
    private func redirectURL(_ field: String) throws(DomainError) -> String {
        let text = try string(field, .between(1, 2048))
        guard let url = AbsoluteURI(text), url.isWeb, !url.host.isEmpty, !url.hasUserInfo else {
            throw DomainError(
                .invalidArgument, "IDP-Redr1", "\(field) must be an absolute http or https address")
        }
        return text
    }
}
