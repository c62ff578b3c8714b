internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The JWT profile grant (RFC 7523 §2.1): a machine user shows an assertion signed with one of its keys.
struct JWTBearerGrant: Grant {
    static let type = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    static let requiresClient = false

    struct Parameters: FormDecodable {
        let assertion: Secret<String>
        let scopes: ScopeSet

        init(_ form: Form) throws(OAuthError) {
            guard let assertion = form["assertion"] else {
                throw OAuthError(.invalidRequest, "assertion missing")
            }
            self.assertion = Secret(assertion)
            scopes = try ScopeSet(required: form)
        }
    }

    let assertions: AssertionVerifier
    let claims: ClaimsSource

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        let result: AssertionVerifier.Result
        do throws(AssertionError) {
            result = try await assertions.verify(parameters.assertion)
        } catch {
            throw error.asGrant
        }
        result.signer.log()
        guard case .machine(let subject) = result.signer else {
            throw OAuthError(.invalidGrant, "the assertion is not valid", detail: "signed by an application's key")
        }
        return try GrantedAuthorization(
            machine: subject, scopes: parameters.scopes, authenticationMethods: [], claims: claims)
    }
}
