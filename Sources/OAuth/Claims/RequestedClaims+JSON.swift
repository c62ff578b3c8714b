internal import Model
internal import Platform

extension RequestedClaims {
    /// The `claims` parameter (OpenID Connect Core §5.5). What is not known is left out, whether essential or not; the
    /// claims that every ID token has need no asking.
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
        self.init(
            idToken: Self.known(idToken), userInfo: Self.known(userInfo),
            subject: idToken["sub"]?["value"]?.stringValue ?? userInfo["sub"]?["value"]?.stringValue,
            contextClasses: Self.values(idToken["acr"]))
    }

    private static func known(_ object: JSONObject) -> [String] {
        object.members.map(\.name).filter(Claim.requestable.contains)
    }

    /// `value` or `values` (OpenID Connect Core §5.5.1).
    private static func values(_ request: JSONValue?) -> [String] {
        if let value = request?["value"]?.stringValue { return [value] }
        return request?["values"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
