package import Domain
internal import HTTP
internal import Model
internal import Platform

// Providers of messages as the older API knows them, below `/admin/v1/`: `email` for mail servers and HTTP, `smtp` for
// mail servers alone, `sms` for Twilio and HTTP.

extension APIMethod {
    package static func messageProviders(_ providers: MessageProviders) -> [APIMethod] {
        emailProviders(providers) + smtpServers(providers) + smsProviders(providers)
    }

    /// What all providers of a channel have in common: activation, deactivation and removal.
    /// - Parameter path: below `/admin/v1/`.
    static func lifeCycle(
        _ channel: MessageChannel, _ path: String, _ names: ProviderNames, _ providers: MessageProviders
    ) -> [APIMethod] {
        [
            APIMethod(
                v1: names.activate, REST(.post, "/admin/v1/\(path)/{id}/_activate"), access: .gate(.iamWrite),
                MethodContract.Providers.activate
            ) {
                (request, call) async throws(DomainError) in
                .details(try await providers.setActive(true, request.providerID(), of: channel, by: call.caller))
            },
            APIMethod(
                v1: names.deactivate, REST(.post, "/admin/v1/\(path)/{id}/_deactivate"), access: .gate(.iamWrite),
                MethodContract.Providers.deactivate
            ) { (request, call) async throws(DomainError) in
                .details(try await providers.setActive(false, request.providerID(), of: channel, by: call.caller))
            },
            APIMethod(
                v1: names.remove, REST(.delete, "/admin/v1/\(path)/{id}"), access: .gate(.iamWrite),
                MethodContract.Providers.remove
            ) {
                (request, call) async throws(DomainError) in
                .details(try await providers.remove(request.providerID(), of: channel, by: call.caller))
            },
        ]
    }

    /// A list of providers.
    static func listProviders(
        _ channel: MessageChannel, _ kind: MessageProvider.Kind?, _ path: String, _ name: StaticString,
        _ providers: MessageProviders, _ schema: MessageSchema,
        _ message: @escaping @Sendable (MessageProvider, ObjectDetails) -> JSONObject
    ) -> APIMethod {
        APIMethod(
            v1: name, REST(.post, "/admin/v1/\(path)/_search"), access: .gate(.iamRead),
            MethodContract.Providers.list(schema)
        ) {
            (request, call) async throws(DomainError) in
            let page = try Page(request, field: "query")
            let result = try await providers.list(channel, kind, page, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map { message($0, providers.details(of: $0)) })
            }
        }
    }

    /// Adding and changing a provider that takes messages as JSON.
    static func httpProviders(
        _ channel: MessageChannel, _ path: String, _ names: ProviderNames, _ providers: MessageProviders
    ) -> [APIMethod] {
        [
            APIMethod(
                v1: names.addHTTP, REST(.post, "/admin/v1/\(path)/http"), access: .gate(.iamWrite),
                MethodContract.Providers.addHTTP
            ) {
                (request, call) async throws(DomainError) in
                let outcome = try await providers.add(
                    .http(endpoint: try request.string("endpoint", .between(1, 2048))), to: channel, .signingKey,
                    description: try request.string("description", .atMost(200)), by: call.caller)
                return outcome.additionMessage
            },
            APIMethod(
                v1: names.updateHTTP, REST(.put, "/admin/v1/\(path)/http/{id}"), access: .gate(.iamWrite),
                MethodContract.Providers.updateHTTP
            ) {
                (request, call) async throws(DomainError) in
                // Whatever time is given to the old key, it ends at once.
                let isRenewed = try request.duration("expirationSigningKey") != nil
                let outcome = try await providers.change(
                    try request.providerID(), of: channel,
                    to: .http(endpoint: try request.string("endpoint", .between(1, 2048))),
                    isRenewed ? .signingKey : .unchanged,
                    description: try request.string("description", .atMost(200)), by: call.caller)
                return .message {
                    $0.set("details", outcome.details.message)
                    $0.set("signingKey", outcome.signingKey?.exposed ?? "")
                }
            },
        ]
    }
}

/// What the calls about one kind of provider are named.
struct ProviderNames: Sendable {
    let activate, deactivate, remove, addHTTP, updateHTTP: StaticString
}

extension MessageProviders.Outcome {
    var additionMessage: JSONObject {
        .message {
            $0.set("details", details.additionMessage)
            $0.set("id", provider)
            $0.set("signingKey", signingKey?.exposed ?? "")
        }
    }
}

extension MessageReader {
    func providerID() throws(DomainError) -> MessageProvider.ID {
        MessageProvider.ID(try string("id", .identifier))
    }

    /// The description and the members of a mail server.
    func smtpConfiguration() throws(DomainError) -> SMTPConfiguration {
        SMTPConfiguration(
            host: try string("host", .between(1, 500)), usesTLS: try bool("tls"),
            user: try string("user", .atMost(200)), senderAddress: try string("senderAddress", .between(1, 200)),
            senderName: try string("senderName", .between(1, 200)),
            replyToAddress: try string("replyToAddress", .atMost(200)))
    }

    /// A password that is there; `nil` for one that is absent or empty.
    func password() throws(DomainError) -> Secret<String>? {
        try optionalString("password", .atMost(500)).flatMap { $0.isEmpty ? nil : Secret($0) }
    }
}
