internal import Model
internal import Platform

extension AuthParameters {
    /// The parameters as they are stored: a JSON object without what is absent.
    var stored: JSONObject {
        var object: JSONObject = [
            "redirectUri": .string(redirectURI), "responseType": .string(responseType.rawValue),
            "responseMode": .string(responseMode.rawValue), "scope": .string(scopes.text),
        ]
        func set(_ name: String, _ value: String?) {
            if let value { object.append(name, .string(value)) }
        }
        func set(_ name: String, _ values: [String]) {
            if !values.isEmpty { object.append(name, .array(values.map { .string($0) })) }
        }
        set("state", state)
        set("nonce", nonce)
        set("codeChallenge", codeChallenge)
        set("prompt", prompts.map(\.rawValue))
        if let maxAge { object.append("maxAgeMilliseconds", .integer(maxAge.milliseconds)) }
        set("uiLocales", uiLocales)
        set("loginHint", loginHint)
        set("hintUserId", hintUserID?.rawValue)
        set("requiredUserId", requiredUserID?.rawValue)
        set("acrValues", acrValues)
        set("requiredAcr", requiredClasses.map(\.rawValue))
        set("idTokenClaims", claims.idToken)
        set("userinfoClaims", claims.userInfo)
        return object
    }

    /// Reads the `parameters` column. Values that this version does not know are left out, but not what an application
    /// requires: a sign-in that cannot be held to it does not happen.
    init(stored row: borrowing SQLRow) throws(DomainError) {
        let object = try row.object("parameters")
        func text(_ name: String) -> String? { object[name]?.stringValue }
        func texts(_ name: String) -> [String] { object[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        guard let redirectURI = text("redirectUri"),
            let responseType = text("responseType").flatMap(OIDCConfiguration.ResponseType.init(rawValue:)),
            let responseMode = text("responseMode").flatMap(ResponseMode.init(rawValue:))
        else { throw row.unreadable("parameters") }
        self.init(
            redirectURI: redirectURI, responseType: responseType, responseMode: responseMode,
            scopes: ScopeSet(stored: Array((text("scope") ?? "").utf8)[...]))
        state = text("state")
        nonce = text("nonce")
        codeChallenge = text("codeChallenge")
        prompts = texts("prompt").compactMap(Prompt.init(rawValue:))
        maxAge = object["maxAgeMilliseconds"]?.integerValue.map { .milliseconds($0) }
        uiLocales = texts("uiLocales")
        loginHint = text("loginHint")
        hintUserID = text("hintUserId").map { User.ID($0) }
        requiredUserID = text("requiredUserId").map { User.ID($0) }
        acrValues = texts("acrValues")
        requiredClasses = try texts("requiredAcr").map { (value) throws(DomainError) in
            guard let known = ContextClass(rawValue: value) else { throw row.unreadable("parameters") }
            return known
        }
        claims = RequestedClaims(idToken: texts("idTokenClaims"), userInfo: texts("userinfoClaims"))
    }
}
