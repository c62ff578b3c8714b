internal import HTTP
internal import Platform

/// The parameters of OpenID Connect RP-Initiated Logout 1.0 §2. What is empty counts as absent.
struct EndSessionParameters: Sendable {
    let idTokenHint: String?
    let clientID: String?
    let postLogoutRedirectURI: String?
    let state: String?
    let logoutHint: String
    let uiLocales: [String]

    /// In the query of a GET, or in the form of a POST.
    init(_ request: HTTPRequest) throws(OAuthError) {
        let form = request.method == .post ? try request.oauthForm() : try request.oauthQuery()
        idTokenHint = form["id_token_hint"]
        clientID = form["client_id"]
        postLogoutRedirectURI = form["post_logout_redirect_uri"]
        state = form["state"]
        logoutHint = form["logout_hint"] ?? ""
        uiLocales = (form["ui_locales"] ?? "").split(separator: " ").map { String($0) }
    }
}

extension HTTPRequest {
    /// The parameters in the query of a GET that have a value, each once.
    func oauthQuery() throws(OAuthError) -> Form {
        let form: Form
        do throws(FormError) {
            form = try Form(query: query).withoutEmptyValues
        } catch {
            throw OAuthError(.invalidRequest, "the query cannot be read", detail: "\(error)")
        }
        if let repeated = form.duplicates.first {
            throw OAuthError(.invalidRequest, "a parameter is repeated", detail: repeated.logged)
        }
        return form
    }
}
