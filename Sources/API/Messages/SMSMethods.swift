internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireSMSProviderState: String, WireEnum {
    case unspecified = "SMS_PROVIDER_CONFIG_STATE_UNSPECIFIED"
    case active = "SMS_PROVIDER_CONFIG_ACTIVE"
    case inactive = "SMS_PROVIDER_CONFIG_INACTIVE"
}

extension APIMethod {
    /// Twilio and HTTP providers below `sms`.
    static func smsProviders(_ providers: MessageProviders) -> [APIMethod] {
        let names = ProviderNames(
            activate: "ActivateSMSProvider", deactivate: "DeactivateSMSProvider", remove: "RemoveSMSProvider",
            addHTTP: "AddSMSProviderHTTP", updateHTTP: "UpdateSMSProviderHTTP")
        return [
            getSMS(providers), addTwilio(providers), updateTwilio(providers), updateTwilioToken(providers),
            listProviders(.sms, nil, "sms", "ListSMSProviders", providers, .smsProvider) { $0.smsMessage($1) },
        ] + httpProviders(.sms, "sms", names, providers) + lifeCycle(.sms, "sms", names, providers)
    }

    private static func getSMS(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "GetSMSProvider", REST(.get, "/admin/v1/sms/{id}"), access: .gate(.iamRead),
            MethodContract.Providers.get("config", .smsProvider)
        ) {
            (request, call) async throws(DomainError) in
            let provider = try await providers.provider(try request.providerID(), of: .sms, by: call.caller)
            return .message { $0.set("config", provider.smsMessage(providers.details(of: provider))) }
        }
    }

    private static func addTwilio(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "AddSMSProviderTwilio", REST(.post, "/admin/v1/sms/twilio"), access: .gate(.iamWrite),
            MethodContract.Twilio.add
        ) {
            (request, call) async throws(DomainError) in
            let outcome = try await providers.add(
                .twilio(try request.twilio()), to: .sms,
                .given(Secret(try request.string("token", .between(1, 200)))),
                description: try request.string("description", .atMost(200)), by: call.caller)
            return outcome.additionMessage
        }
    }

    private static func updateTwilio(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateSMSProviderTwilio", REST(.put, "/admin/v1/sms/twilio/{id}"), access: .gate(.iamWrite),
            MethodContract.Twilio.update
        ) {
            (request, call) async throws(DomainError) in
            let outcome = try await providers.change(
                try request.providerID(), of: .sms, to: .twilio(try request.twilio()), .unchanged,
                description: try request.string("description", .atMost(200)), by: call.caller)
            return .details(outcome.details)
        }
    }

    private static func updateTwilioToken(_ providers: MessageProviders) -> APIMethod {
        APIMethod(
            v1: "UpdateSMSProviderTwilioToken", REST(.put, "/admin/v1/sms/twilio/{id}/token"),
            access: .gate(.iamWrite), MethodContract.Twilio.updateToken
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.changeSecret(
                    of: try request.providerID(), .sms, to: Secret(try request.string("token", .between(1, 200))),
                    by: call.caller))
        }
    }
}

extension MessageReader {
    fileprivate func twilio() throws(DomainError) -> TwilioConfiguration {
        guard try string("verifyServiceSid", .atMost(200)).isEmpty else {
            throw DomainError(.unimplemented, "", "codes are made by this service and not by Twilio Verify")
        }
        return TwilioConfiguration(
            sid: try string("sid", .between(1, 200)), sender: try string("senderNumber", .between(1, 200)))
    }
}

extension MessageProvider {
    /// `zitadel.settings.v1.SMSProvider`. Tokens and keys are not read again.
    fileprivate func smsMessage(_ details: ObjectDetails) -> JSONObject {
        .message {
            $0.set("details", details.message)
            $0.set("id", id)
            $0.set("state", isActive ? WireSMSProviderState.active : .inactive)
            $0.set("description", description)
            switch configuration {
            case .twilio(let twilio):
                $0.set(
                    "twilio",
                    .message {
                        $0.set("sid", twilio.sid)
                        $0.set("senderNumber", twilio.sender)
                    })
            case .http(let endpoint): $0.set("http", .message { $0.set("endpoint", endpoint) })
            case .smtp: break
            }
        }
    }
}
