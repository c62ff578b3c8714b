internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func createPasskeyRegistrationLink(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/CreatePasskeyRegistrationLink",
            REST(.post, "/v2/users/{user_id}/passkeys/registration_link"), access: .object(.userPasskeyWrite),
            .createPasskeyRegistrationLink
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let (code, details) = try await passkeys.createLink(
                for: target, try request.passkeyLinkDelivery(), by: call.caller)
            return .message {
                $0.set("details", details.message)
                if let code { $0.set("code", ["id": .string(code.id), "code": .string(code.code)]) }
            }
        }
    }

    static func listPasskeys(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListPasskeys", REST(.post, "/v2/users/{user_id}/passkeys/_search"),
            access: .objectOrSelf(.userRead), .listPasskeys
        ) { (request, call) async throws(DomainError) in
            let found = try await passkeys.list(of: try request.user(), by: call.caller)
            return .message {
                $0.set("details", listDetails(total: Int64(found.count), at: call.now))
                $0.set("result", found.map(\.message))
            }
        }
    }

    static func removePasskey(_ passkeys: Passkeys) -> APIMethod {
        removal(
            "zitadel.user.v2.UserService/RemovePasskey", "/v2/users/{user_id}/passkeys/{passkey_id}", "passkeyId",
            .passkey, .removePasskey, passkeys)
    }

    static func removeU2F(_ passkeys: Passkeys) -> APIMethod {
        removal(
            "zitadel.user.v2.UserService/RemoveU2F", "/v2/users/{user_id}/u2f/{u2f_id}", "u2fId", .u2f, .removeU2F,
            passkeys)
    }

    private static func removal(
        _ name: StaticString, _ path: String, _ id: String, _ kind: WebAuthnCredential.Kind, _ contract: MethodContract,
        _ passkeys: Passkeys
    ) -> APIMethod {
        APIMethod(name, REST(.delete, path), access: .objectOrSelf(.userWrite), contract) {
            (request, call) async throws(DomainError) in
            let target = try request.user()
            let credential = WebAuthnCredential.ID(try request.string(id, .identifier))
            let details = try await passkeys.remove(credential, kind, of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension MessageReader {
    /// The oneof `medium`; none means a mail with the link of the configuration.
    fileprivate func passkeyLinkDelivery() throws(DomainError) -> PasskeyLinkDelivery {
        if try oneOf("sendLink", "returnCode") == "returnCode" {
            try requireMarker("returnCode")
            return .returned
        }
        let text = try message("sendLink", as: "SendPasskeyRegistrationLink")?
            .optionalString("urlTemplate", .between(1, 200))
        return .sent(try text.map { (text) throws(DomainError) in try LinkTemplate(text, allowing: .ofPasskey) })
    }
}

extension WebAuthnCredential {
    /// `zitadel.user.v2.Passkey`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("state", state == .ready ? WireAuthFactorState.ready : .notReady)
            $0.set("name", name)
        }
    }
}
