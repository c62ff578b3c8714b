internal import Model
internal import Platform

/// The `claims` parameter (OpenID Connect Core §5.5): single claims that an application asks for besides those of its
/// scopes. What is not known is left out, whether essential or not.
struct ClaimsParameter: Sendable {
    let requested: RequestedClaims
    /// Who must be the one that signs in (§5.5.1).
    let subject: User.ID?
    /// The values that were asked for of `acr`, the most wanted first.
    let contextClasses: [String]
    /// Whether the `acr` must be one of them (§5.5.1.1).
    let requiresContextClass: Bool

    /// - Throws: `invalid_request` for what is no such object.
    init(parsing text: String) throws(OAuthError) {
        let invalid = OAuthError(.invalidRequest, "the claims parameter cannot be read")
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: Array(text.utf8), limits: JSONLimits(depth: 8, elements: 500))
        } catch {
            throw invalid
        }
        guard json.objectValue != nil else { throw invalid }
        func place(_ name: String) throws(OAuthError) -> JSONObject {
            guard let member = json[name], member != .null else { return JSONObject() }
            guard let object = member.objectValue else { throw invalid }
            return object
        }
        let (idToken, userInfo) = (try place("id_token"), try place("userinfo"))
        let context = idToken["acr"]
        requested = RequestedClaims(
            idToken: Self.known(idToken) + (context == nil ? [] : ["acr"]), userInfo: Self.known(userInfo))
        let subject = idToken["sub"]?["value"]?.stringValue ?? userInfo["sub"]?["value"]?.stringValue
        self.subject = subject.map { User.ID($0) }
        guard let values = Self.values(context), let isEssential = Self.isEssential(context) else { throw invalid }
        contextClasses = values
        requiresContextClass = isEssential && !values.isEmpty
    }

    private static func known(_ object: JSONObject) -> [String] {
        object.members.map(\.name).filter(Claim.requestable.contains)
    }

    /// What is asked for with `value` or `values`. What is no text is kept as its JSON, which no value of ours is.
    /// - Returns: `nil` for what does not say: a demand that nobody understands is not passed over.
    private static func values(_ request: JSONValue?) -> [String]? {
        guard let request, request != .null else { return [] }
        guard let object = request.objectValue else { return nil }
        func text(_ value: JSONValue) -> String { value.stringValue ?? value.text }
        if let value = object["value"], value != .null { return [text(value)] }
        guard let values = object["values"], values != .null else { return [] }
        return values.arrayValue?.map(text)
    }

    private static func isEssential(_ request: JSONValue?) -> Bool? {
        guard let essential = request?["essential"] else { return false }
        return essential.boolValue
    }
}
