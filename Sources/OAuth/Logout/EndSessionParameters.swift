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
        func value(_ name: String) -> String? { form[name].flatMap { $0.isEmpty ? nil : $0 } }
        idTokenHint = value("id_token_hint")
        clientID = value("client_id")
        postLogoutRedirectURI = value("post_logout_redirect_uri")
        state = value("state")
        logoutHint = value("logout_hint") ?? ""
        uiLocales = (value("ui_locales") ?? "").split(separator: " ").map { String($0) }
    }
}

extension HTTPRequest {
    /// The parameters in the query of a GET, each once.
    func oauthQuery() throws(OAuthError) -> Form {
        let form: Form
        do throws(FormError) {
            form = try Form(query: query)
        } catch {
            throw OAuthError(.invalidRequest, "the query cannot be read", detail: "\(error)")
        }
        if let repeated = form.duplicates.first {
            throw OAuthError(.invalidRequest, "a parameter is repeated", detail: repeated.logged)
        }
        return form
    }
}
