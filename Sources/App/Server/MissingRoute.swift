internal import HTTP
internal import Login
internal import Platform

/// What is answered where there is no route, in the shape of the wire that the path belongs to.
struct MissingRoute: Sendable {
    /// To people a page answers.
    let pages: LoginPages

    func respond(_ request: HTTPRequest, allowed: [HTTPMethod]) async -> HTTPResponse {
        let isMissing = allowed.isEmpty
        let status: HTTPStatus = isMissing ? .notFound : .methodNotAllowed
        if request.path.hasPrefix("/ui/") { return await pages.missing(status, for: request) }
        if request.path.hasPrefix("/oauth/") || request.path.hasPrefix("/oidc/") {
            return .json(
                status,
                [
                    "error": "invalid_request",
                    "error_description": isMissing ? "there is no such endpoint" : "the method is not allowed here",
                ] as JSONObject)
        }
        if request.path.hasPrefix("/zitadel.") {
            return isMissing
                ? .json(status, ["code": "unimplemented", "message": "there is no such method"] as JSONObject)
                : .empty(status)
        }
        return isMissing
            ? .json(status, ["code": 5, "message": "Not Found"] as JSONObject)
            : .json(status, ["code": 12, "message": "Method Not Allowed"] as JSONObject)
    }
}
