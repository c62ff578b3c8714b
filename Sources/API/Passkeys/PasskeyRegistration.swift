internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// `zitadel.user.v2.PasskeyAuthenticator`.
enum WirePasskeyAuthenticator: String, WireEnum {
    case unspecified = "PASSKEY_AUTHENTICATOR_UNSPECIFIED"
    case platform = "PASSKEY_AUTHENTICATOR_PLATFORM"
    case crossPlatform = "PASSKEY_AUTHENTICATOR_CROSS_PLATFORM"

    var attachment: NewCredential.Attachment? {
        switch self {
        case .unspecified: nil
        case .platform: .platform
        case .crossPlatform: .crossPlatform
        }
    }
}

extension APIMethod {
    static func registerPasskey(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RegisterPasskey", REST(.post, "/v2/users/{user_id}/passkeys"),
            access: .objectOrSelf(.userCredentialWrite), .registerPasskey
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let code = try request.message("code", as: "PasskeyRegistrationCode")
            let link = try code.map { (code) throws(DomainError) in
                (
                    id: try code.string("id", .identifier),
                    code: PresentedCode(try code.string("code", .between(1, 200)))
                )
            }
            let attachment = try request.enumeration("authenticator", as: WirePasskeyAuthenticator.self).attachment
            let new = NewCredential(
                .passkey, domain: try request.string("domain"), attachment: attachment, link: link)
            let started = try await passkeys.register(new, of: target, by: call.caller)
            return started.message(id: "passkeyId")
        }
    }

    static func verifyPasskeyRegistration(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyPasskeyRegistration",
            REST(.post, "/v2/users/{user_id}/passkeys/{passkey_id}"), access: .objectOrSelf(.userCredentialWrite),
            .verifyPasskeyRegistration
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let details = try await passkeys.verifyRegistration(
                WebAuthnCredential.ID(try request.string("passkeyId", .identifier)), .passkey, of: target,
                credential: try request.publicKeyCredential(),
                name: try request.string("passkeyName", .between(1, 200)), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    static func registerU2F(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RegisterU2F", REST(.post, "/v2/users/{user_id}/u2f"),
            access: .objectOrSelf(.userCredentialWrite), .registerU2F
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let new = NewCredential(.u2f, domain: try request.string("domain"))
            let started = try await passkeys.register(new, of: target, by: call.caller)
            return started.message(id: "u2fId")
        }
    }

    static func verifyU2FRegistration(_ passkeys: Passkeys) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/VerifyU2FRegistration", REST(.post, "/v2/users/{user_id}/u2f/{u2f_id}"),
            access: .objectOrSelf(.userCredentialWrite), .verifyU2FRegistration
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let details = try await passkeys.verifyRegistration(
                WebAuthnCredential.ID(try request.string("u2fId", .identifier)), .u2f, of: target,
                credential: try request.publicKeyCredential(),
                name: try request.string("tokenName", .between(1, 200)), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension StartedRegistration {
    fileprivate func message(id name: String) -> JSONObject {
        .message {
            $0.set("details", details.message)
            $0.set(name, id)
            $0.set("publicKeyCredentialCreationOptions", options)
        }
    }
}

extension MessageReader {
    /// The browser's `PublicKeyCredential`, a `google.protobuf.Struct`: its names are kept as they are.
    fileprivate func publicKeyCredential() throws(DomainError) -> JSONObject {
        guard let credential = try object("publicKeyCredential") else {
            throw fault("publicKeyCredential", "value is required")
        }
        return credential
    }
}
