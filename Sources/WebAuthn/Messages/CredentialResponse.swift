package import Platform

/// The answer of a browser to the making of a credential, as `PublicKeyCredential.toJSON()` writes it
/// (WebAuthn Level 3 §5.1.8): binary values in base64url without padding.
package struct RegistrationResponse: Sendable, Hashable {
    package let id: [UInt8]
    let clientDataJSON: [UInt8]
    let attestationObject: [UInt8]
}

extension RegistrationResponse {
    /// - Throws: `.malformedCredential`, `.wrongCredentialType`, `.identifierMismatch`.
    package init(_ json: JSONObject) throws(WebAuthnError) {
        id = try json.credentialID()
        let response = try json.response()
        clientDataJSON = try response.bytes("clientDataJSON")
        attestationObject = try response.bytes("attestationObject")
    }
}

/// The answer of a browser to the use of a credential.
package struct AssertionResponse: Sendable, Hashable {
    package let id: [UInt8]
    /// Whom the authenticator keeps the credential for; `nil` when it does not tell.
    package let userHandle: [UInt8]?
    let clientDataJSON: [UInt8]
    let authenticatorData: [UInt8]
    let signature: [UInt8]
}

extension AssertionResponse {
    /// - Throws: `.malformedCredential`, `.wrongCredentialType`, `.identifierMismatch`.
    package init(_ json: JSONObject) throws(WebAuthnError) {
        id = try json.credentialID()
        let response = try json.response()
        clientDataJSON = try response.bytes("clientDataJSON")
        authenticatorData = try response.bytes("authenticatorData")
        signature = try response.bytes("signature")
        switch response["userHandle"] {
        // Browsers write both for an authenticator that does not tell.
        case nil, .null, .string(""): userHandle = nil
        default: userHandle = try response.bytes("userHandle")
        }
    }
}

extension JSONObject {
    /// The identifier, whose two spellings must be one.
    fileprivate func credentialID() throws(WebAuthnError) -> [UInt8] {
        guard let type = self["type"]?.stringValue else { throw .malformedCredential }
        guard type == "public-key" else { throw .wrongCredentialType }
        let id = try bytes("id")
        guard !id.isEmpty else { throw .malformedCredential }
        if self["rawId"] != nil {
            guard try bytes("rawId") == id else { throw .identifierMismatch }
        }
        return id
    }

    fileprivate func response() throws(WebAuthnError) -> JSONObject {
        guard let response = self["response"]?.objectValue else { throw .malformedCredential }
        return response
    }

    fileprivate func bytes(_ name: String) throws(WebAuthnError) -> [UInt8] {
        guard let text = self[name]?.stringValue, let bytes = Base64URL.decode(text) else {
            throw .malformedCredential
        }
        return bytes
    }
}
