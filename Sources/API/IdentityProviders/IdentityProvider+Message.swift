internal import Domain
internal import Model
internal import Platform

extension IdentityProvider {
    /// `zitadel.idp.v2.IDP`.
    func message(_ details: ObjectDetails) -> JSONObject {
        .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("state", WireIDPState(state))
            $0.set("name", name)
            $0.set("type", WireIDPType(configuration.kind))
            $0.set("config", configuration.message(options, isV1: false))
        }
    }

    /// `zitadel.idp.v1.Provider`.
    func providerMessage(_ details: ObjectDetails) -> JSONObject {
        .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("state", WireIDPState(state))
            $0.set("name", name)
            $0.set("owner", WireIDPOwnerType(organizationID))
            $0.set("type", WireProviderType(configuration.kind))
            $0.set("config", configuration.message(options, isV1: true))
        }
    }

    /// `zitadel.settings.v2.IdentityProvider`.
    var loginMessage: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("name", name)
            $0.set("type", WireIdentityProviderType(configuration.kind))
            $0.set("options", options.message)
        }
    }

    /// `zitadel.idp.v1.IDPLoginPolicyLink`.
    var policyLinkMessage: JSONObject {
        .message {
            $0.set("idpId", id)
            $0.set("idpName", name)
            $0.set("idpType", WirePolicyIDPType(configuration.kind))
        }
    }
}

extension IdentityProvider.Configuration {
    /// `IDPConfig` and `ProviderConfig`. Secrets are not read again. Only the older API tells of PKCE.
    fileprivate func message(_ options: IdentityProviderOptions, isV1: Bool) -> JSONObject {
        .message {
            $0.set("options", options.message)
            switch self {
            case .oidc(let provider):
                $0.set(
                    "oidc",
                    .message {
                        $0.set("issuer", provider.issuer)
                        $0.set("clientId", provider.clientID)
                        $0.set("scopes", provider.scopes)
                        $0.set("isIdTokenMapping", provider.mapsIDToken)
                        $0.set("usePkce", provider.usesPKCE && isV1)
                    })
            case .oauth(let provider):
                $0.set(
                    "oauth",
                    .message {
                        $0.set("clientId", provider.clientID)
                        $0.set("authorizationEndpoint", provider.authorizationEndpoint)
                        $0.set("tokenEndpoint", provider.tokenEndpoint)
                        $0.set("userEndpoint", provider.userEndpoint)
                        $0.set("scopes", provider.scopes)
                        $0.set("idAttribute", provider.idAttribute)
                        $0.set("usePkce", provider.usesPKCE && isV1)
                    })
            }
        }
    }
}

extension IdentityProviderOptions {
    var message: JSONObject {
        .message {
            $0.set("isLinkingAllowed", allowsLinking)
            $0.set("isCreationAllowed", allowsCreation)
            $0.set("isAutoCreation", createsAutomatically)
            $0.set("isAutoUpdate", updatesAutomatically)
            $0.set("autoLinking", WireAutoLinking(autoLinking))
        }
    }
}

extension IdentityProviderLink {
    /// `zitadel.user.v2.IDPLink`.
    var message: JSONObject {
        .message {
            $0.set("idpId", providerID)
            $0.set("userId", externalID)
            $0.set("userName", externalName)
        }
    }
}
