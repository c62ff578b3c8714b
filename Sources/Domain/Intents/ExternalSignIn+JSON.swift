internal import Model
internal import Platform

extension ExternalSignIn {
    /// As it is sealed.
    var json: JSONObject {
        var json: JSONObject = [
            "id": .string(identity.id), "username": .string(identity.username),
            "claimedName": .string(identity.claimedName), "givenName": .string(identity.givenName),
            "familyName": .string(identity.familyName),
            "nickName": .string(identity.nickName), "displayName": .string(identity.displayName),
            "email": .string(identity.email), "isEmailVerified": .bool(identity.isEmailVerified),
            "phone": .string(identity.phone), "isPhoneVerified": .bool(identity.isPhoneVerified),
            "language": .string(identity.language), "raw": .object(identity.raw),
            "accessToken": .string(tokens.accessToken.exposed),
        ]
        if let token = tokens.idToken { json["idToken"] = .string(token.exposed) }
        if let token = tokens.refreshToken { json["refreshToken"] = .string(token.exposed) }
        return json
    }

    init?(json: JSONObject) {
        func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
        guard let id = json["id"]?.stringValue, let token = json["accessToken"]?.stringValue else { return nil }
        identity = ExternalIdentity(
            id: id, username: text("username"), claimedName: text("claimedName"), givenName: text("givenName"),
            familyName: text("familyName"),
            nickName: text("nickName"), displayName: text("displayName"), email: text("email"),
            isEmailVerified: json["isEmailVerified"] == true, phone: text("phone"),
            isPhoneVerified: json["isPhoneVerified"] == true, language: text("language"),
            raw: json["raw"]?.objectValue ?? [:])
        tokens = ProviderTokens(
            accessToken: Secret(token), idToken: json["idToken"]?.stringValue.map { Secret($0) },
            refreshToken: json["refreshToken"]?.stringValue.map { Secret($0) })
    }
}
