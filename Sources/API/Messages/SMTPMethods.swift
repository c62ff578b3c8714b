internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireSMTPState: String, WireEnum {
    case unspecified = "SMTP_CONFIG_STATE_UNSPECIFIED"
    case active = "SMTP_CONFIG_ACTIVE"
    case inactive = "SMTP_CONFIG_INACTIVE"
}

extension APIMethod {
    /// Mail servers below `smtp`.
    static func smtpServers(_ providers: MessageProviders) -> [APIMethod] {
        let names = ProviderNames(
            activate: "ActivateSMTPConfig", deactivate: "DeactivateSMTPConfig", remove: "RemoveSMTPConfig",
            addHTTP: "", updateHTTP: "")
        return [
            getActive(providers), get(providers), add(providers), update(providers), updatePassword(providers),
            testStored(providers), test(providers),
            listProviders(.email, .smtp, "smtp", "ListSMTPConfigs", providers, .smtpServer) { $0.smtpMessage($1) },
        ] + lifeCycle(.email, "smtp", names, providers)
    }

    private static func getActive(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "GetSMTPConfig", REST(.get, "/admin/v1/smtp"), access: .gate(.iamRead),
            MethodContract.Providers.active("smtpConfig", .smtpServer)
        ) {
            (_, call) async throws(DomainError) in
            let provider = try await providers.active(.email, .smtp, by: call.caller)
            return .message { $0.set("smtpConfig", provider.smtpMessage(providers.details(of: provider))) }
        }
    }

    private static func get(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "GetSMTPConfigById", REST(.get, "/admin/v1/smtp/{id}"), access: .gate(.iamRead),
            MethodContract.Providers.get("smtpConfig", .smtpServer)
        ) {
            (request, call) async throws(DomainError) in
            let provider = try await providers.provider(try request.providerID(), of: .email, .smtp, by: call.caller)
            return .message { $0.set("smtpConfig", provider.smtpMessage(providers.details(of: provider))) }
        }
    }

    private static func add(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "AddSMTPConfig", REST(.post, "/admin/v1/smtp"), access: .gate(.iamWrite), MethodContract.MailServers.add
        ) {
            (request, call) async throws(DomainError) in
            let outcome = try await providers.add(
                .smtp(try request.smtpConfiguration()), to: .email, .given(try request.password() ?? Secret("")),
                description: try request.string("description", .atMost(200)), by: call.caller)
            return outcome.additionMessage
        }
    }

    private static func update(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateSMTPConfig", REST(.put, "/admin/v1/smtp/{id}"), access: .gate(.iamWrite),
            MethodContract.MailServers.update
        ) {
            (request, call) async throws(DomainError) in
            let outcome = try await providers.change(
                try request.providerID(), of: .email, to: .smtp(try request.smtpConfiguration()),
                try request.password().map { .given($0) } ?? .unchanged,
                description: try request.string("description", .atMost(200)), by: call.caller)
            return .details(outcome.details)
        }
    }

    private static func updatePassword(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateSMTPConfigPassword", REST(.put, "/admin/v1/smtp/{id}/password"), access: .gate(.iamWrite),
            MethodContract.MailServers.updatePassword
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.changeSecret(
                    of: try request.providerID(), .email, to: try request.password() ?? Secret(""), by: call.caller))
        }
    }

    private static func testStored(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "TestSMTPConfigById", REST(.post, "/admin/v1/smtp/{id}/_test"), access: .gate(.iamWrite),
            MethodContract.MailServers.testStored
        ) {
            (request, call) async throws(DomainError) in
            try await providers.test(
                try request.providerID(), to: try request.string("receiverAddress", .atMost(200)), by: call.caller)
            return JSONObject()
        }
    }

    private static func test(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "TestSMTPConfig", REST(.post, "/admin/v1/smtp/_test"), access: .gate(.iamWrite),
            MethodContract.MailServers.test
        ) {
            (request, call) async throws(DomainError) in
            try await providers.test(
                try request.smtpConfiguration(), password: try request.password(),
                of: try request.optionalString("id", .atMost(200)).flatMap { $0.isEmpty ? nil : .init($0) },
                to: try request.string("receiverAddress", .atMost(200)), by: call.caller)
            return JSONObject()
        }
    }
}

extension MessageProvider {
    /// `zitadel.settings.v1.SMTPConfig`. Passwords are not read again.
    fileprivate func smtpMessage(_ details: ObjectDetails) -> JSONObject {
        .message {
            $0.set("details", details.message)
            if case .smtp(let smtp) = configuration { smtp.write(to: &$0) }
            $0.set("state", isActive ? WireSMTPState.active : .inactive)
            $0.set("description", description)
            $0.set("id", id)
        }
    }
}

extension SMTPConfiguration {
    func write(to writer: inout MessageWriter) {
        writer.set("senderAddress", senderAddress)
        writer.set("senderName", senderName)
        writer.set("tls", usesTLS)
        writer.set("host", host)
        writer.set("user", user)
        writer.set("replyToAddress", replyToAddress)
    }
}
