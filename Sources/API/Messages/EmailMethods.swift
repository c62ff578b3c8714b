internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireEmailProviderState: String, WireEnum {
    case unspecified = "EMAIL_PROVIDER_STATE_UNSPECIFIED"
    case active = "EMAIL_PROVIDER_ACTIVE"
    case inactive = "EMAIL_PROVIDER_INACTIVE"
}

extension APIMethod {
    /// Mail servers and HTTP providers below `email`.
    static func emailProviders(_ providers: MessageProviders) -> [APIMethod] {
        let names = ProviderNames(
            activate: "ActivateEmailProvider", deactivate: "DeactivateEmailProvider", remove: "RemoveEmailProvider",
            addHTTP: "AddEmailProviderHTTP", updateHTTP: "UpdateEmailProviderHTTP")
        return [
            getActiveEmail(providers), getEmail(providers), addEmailSMTP(providers), updateEmailSMTP(providers),
            updateEmailPassword(providers), testEmailStored(providers), testEmail(providers),
            listProviders(.email, nil, "email", "ListEmailProviders", providers, .emailProvider) {
                $0.emailMessage($1)
            },
        ] + httpProviders(.email, "email", names, providers) + lifeCycle(.email, "email", names, providers)
    }

    private static func getActiveEmail(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "GetEmailProvider", REST(.get, "/admin/v1/email"), access: .gate(.iamRead),
            MethodContract.Providers.active("config", .emailProvider)
        ) {
            (_, call) async throws(DomainError) in
            let provider = try await providers.active(.email, by: call.caller)
            return .message { $0.set("config", provider.emailMessage(providers.details(of: provider))) }
        }
    }

    private static func getEmail(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "GetEmailProviderById", REST(.get, "/admin/v1/email/{id}"), access: .gate(.iamRead),
            MethodContract.Providers.get("config", .emailProvider)
        ) {
            (request, call) async throws(DomainError) in
            let provider = try await providers.provider(try request.providerID(), of: .email, by: call.caller)
            return .message { $0.set("config", provider.emailMessage(providers.details(of: provider))) }
        }
    }

    private static func addEmailSMTP(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "AddEmailProviderSMTP", REST(.post, "/admin/v1/email/smtp"), access: .gate(.iamWrite),
            MethodContract.MailServers.addEmail
        ) {
            (request, call) async throws(DomainError) in
            let (configuration, password) = try request.emailConfiguration()
            let outcome = try await providers.add(
                .smtp(configuration), to: .email, .given(password ?? Secret("")),
                description: try request.string("description", .atMost(200)), by: call.caller)
            return outcome.additionMessage
        }
    }

    private static func updateEmailSMTP(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateEmailProviderSMTP", REST(.put, "/admin/v1/email/smtp/{id}"), access: .gate(.iamWrite),
            MethodContract.MailServers.updateEmail
        ) {
            (request, call) async throws(DomainError) in
            let (configuration, password) = try request.emailConfiguration()
            let outcome = try await providers.change(
                try request.providerID(), of: .email, to: .smtp(configuration),
                password.map { .given($0) } ?? .unchanged,
                description: try request.string("description", .atMost(200)), by: call.caller)
            return .details(outcome.details)
        }
    }

    private static func updateEmailPassword(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateEmailProviderSMTPPassword", REST(.put, "/admin/v1/email/smtp/{id}/password"),
            access: .gate(.iamWrite), MethodContract.MailServers.updatePassword
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.changeSecret(
                    of: try request.providerID(), .email, to: try request.password() ?? Secret(""), by: call.caller))
        }
    }

    private static func testEmailStored(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "TestEmailProviderSMTPById", REST(.post, "/admin/v1/email/smtp/{id}/_test"), access: .gate(.iamWrite),
            MethodContract.MailServers.testStored
        ) { (request, call) async throws(DomainError) in
            try await providers.test(
                try request.providerID(), to: try request.string("receiverAddress", .atMost(200)), by: call.caller)
            return JSONObject()
        }
    }

    private static func testEmail(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "TestEmailProviderSMTP", REST(.post, "/admin/v1/email/smtp/_test"), access: .gate(.iamWrite),
            MethodContract.MailServers.testEmail
        ) {
            (request, call) async throws(DomainError) in
            let (configuration, password) = try request.emailConfiguration()
            try await providers.test(
                configuration, password: password,
                of: try request.optionalString("id", .atMost(200)).flatMap { $0.isEmpty ? nil : .init($0) },
                to: try request.string("receiverAddress", .atMost(200)), by: call.caller)
            return JSONObject()
        }
    }
}

extension MessageReader {
    /// A mail server, whose user and password may stand in `plain` instead of beside the rest.
    fileprivate func emailConfiguration() throws(DomainError) -> (SMTPConfiguration, Secret<String>?) {
        var configuration = try smtpConfiguration()
        switch try oneOf("none", "plain", "xoauth2") {
        case "xoauth2":
            throw DomainError(.unimplemented, "", "mail servers are signed in to with user and password only")
        case "none":
            configuration.user = ""
            return (configuration, nil)
        case "plain":
            let plain = try requiredMessage("plain", as: "SMTPPlainAuth")
            configuration.user = try plain.optionalString("user", .atMost(200)) ?? configuration.user
            if let password = try plain.password() { return (configuration, password) }
            return (configuration, try password())
        default: return (configuration, try password())
        }
    }
}

extension MessageProvider {
    /// `zitadel.settings.v1.EmailProvider`. Passwords and keys are not read again.
    fileprivate func emailMessage(_ details: ObjectDetails) -> JSONObject {
        .message {
            $0.set("details", details.message)
            $0.set("id", id)
            $0.set("state", isActive ? WireEmailProviderState.active : .inactive)
            $0.set("description", description)
            switch configuration {
            case .smtp(let smtp): $0.set("smtp", .message { smtp.write(to: &$0) })
            case .http(let endpoint): $0.set("http", .message { $0.set("endpoint", endpoint) })
            case .twilio: break
            }
        }
    }
}
