internal import Model
internal import Platform

extension IdentityProvider.Configuration {
    /// As it is stored.
    var json: JSONValue {
        switch self {
        case .oidc(let provider):
            [
                "issuer": .string(provider.issuer), "clientId": .string(provider.clientID),
                "scopes": .array(provider.scopes.map { .string($0) }), "mapsIdToken": .bool(provider.mapsIDToken),
                "usesPkce": .bool(provider.usesPKCE),
            ]
        case .oauth(let provider):
            [
                "clientId": .string(provider.clientID),
                "authorizationEndpoint": .string(provider.authorizationEndpoint),
                "tokenEndpoint": .string(provider.tokenEndpoint), "userEndpoint": .string(provider.userEndpoint),
                "scopes": .array(provider.scopes.map { .string($0) }), "idAttribute": .string(provider.idAttribute),
                "usesPkce": .bool(provider.usesPKCE),
            ]
        }
    }

    init(_ kind: IdentityProvider.Kind, stored json: JSONObject) {
        func text(_ name: String) -> String { json[name]?.stringValue ?? "" }
        func flag(_ name: String) -> Bool { json[name]?.boolValue ?? false }
        let scopes = json["scopes"]?.arrayValue?.compactMap(\.stringValue) ?? []
        switch kind {
        case .oidc:
            self = .oidc(
                OpenIDProvider(
                    issuer: text("issuer"), clientID: text("clientId"), scopes: scopes,
                    mapsIDToken: flag("mapsIdToken"), usesPKCE: flag("usesPkce")))
        case .oauth:
            self = .oauth(
                OAuthProvider(
                    clientID: text("clientId"), authorizationEndpoint: text("authorizationEndpoint"),
                    tokenEndpoint: text("tokenEndpoint"), userEndpoint: text("userEndpoint"), scopes: scopes,
                    idAttribute: text("idAttribute"), usesPKCE: flag("usesPkce")))
        }
    }
}
