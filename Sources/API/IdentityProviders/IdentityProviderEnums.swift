internal import Model

enum WireIDPState: String, WireEnum {
    case unspecified = "IDP_STATE_UNSPECIFIED"
    case active = "IDP_STATE_ACTIVE"
    case inactive = "IDP_STATE_INACTIVE"
    case removed = "IDP_STATE_REMOVED"
    case migrated = "IDP_STATE_MIGRATED"

    init(_ state: IdentityProvider.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }
}

/// The kinds as `GetIDPByID` names them.
enum WireIDPType: String, WireEnum {
    case unspecified = "IDP_TYPE_UNSPECIFIED"
    case oidc = "IDP_TYPE_OIDC"
    case jwt = "IDP_TYPE_JWT"
    case ldap = "IDP_TYPE_LDAP"
    case oauth = "IDP_TYPE_OAUTH"
    case azureAD = "IDP_TYPE_AZURE_AD"
    case github = "IDP_TYPE_GITHUB"
    case githubES = "IDP_TYPE_GITHUB_ES"
    case gitlab = "IDP_TYPE_GITLAB"
    case gitlabSelfHosted = "IDP_TYPE_GITLAB_SELF_HOSTED"
    case google = "IDP_TYPE_GOOGLE"
    case apple = "IDP_TYPE_APPLE"
    case saml = "IDP_TYPE_SAML"

    init(_ kind: IdentityProvider.Kind) {
        switch kind {
        case .oidc: self = .oidc
        case .oauth: self = .oauth
        }
    }
}

/// The kinds as the older API names them.
enum WireProviderType: String, WireEnum {
    case unspecified = "PROVIDER_TYPE_UNSPECIFIED"
    case oidc = "PROVIDER_TYPE_OIDC"
    case jwt = "PROVIDER_TYPE_JWT"
    case ldap = "PROVIDER_TYPE_LDAP"
    case oauth = "PROVIDER_TYPE_OAUTH"
    case azureAD = "PROVIDER_TYPE_AZURE_AD"
    case github = "PROVIDER_TYPE_GITHUB"
    case githubES = "PROVIDER_TYPE_GITHUB_ES"
    case gitlab = "PROVIDER_TYPE_GITLAB"
    case gitlabSelfHosted = "PROVIDER_TYPE_GITLAB_SELF_HOSTED"
    case google = "PROVIDER_TYPE_GOOGLE"
    case apple = "PROVIDER_TYPE_APPLE"
    case saml = "PROVIDER_TYPE_SAML"

    init(_ kind: IdentityProvider.Kind) {
        switch kind {
        case .oidc: self = .oidc
        case .oauth: self = .oauth
        }
    }
}

/// The kinds as the settings service names them. The numbers of the last two are swapped there.
enum WireIdentityProviderType: String, WireEnum {
    case unspecified = "IDENTITY_PROVIDER_TYPE_UNSPECIFIED"
    case oidc = "IDENTITY_PROVIDER_TYPE_OIDC"
    case jwt = "IDENTITY_PROVIDER_TYPE_JWT"
    case ldap = "IDENTITY_PROVIDER_TYPE_LDAP"
    case oauth = "IDENTITY_PROVIDER_TYPE_OAUTH"
    case azureAD = "IDENTITY_PROVIDER_TYPE_AZURE_AD"
    case github = "IDENTITY_PROVIDER_TYPE_GITHUB"
    case githubES = "IDENTITY_PROVIDER_TYPE_GITHUB_ES"
    case gitlab = "IDENTITY_PROVIDER_TYPE_GITLAB"
    case gitlabSelfHosted = "IDENTITY_PROVIDER_TYPE_GITLAB_SELF_HOSTED"
    case google = "IDENTITY_PROVIDER_TYPE_GOOGLE"
    case saml = "IDENTITY_PROVIDER_TYPE_SAML"
    case apple = "IDENTITY_PROVIDER_TYPE_APPLE"

    init(_ kind: IdentityProvider.Kind) {
        switch kind {
        case .oidc: self = .oidc
        case .oauth: self = .oauth
        }
    }
}

/// The older kinds that links of login policies tell apart.
enum WirePolicyIDPType: String, WireEnum {
    case unspecified = "IDP_TYPE_UNSPECIFIED"
    case oidc = "IDP_TYPE_OIDC"

    init(_ kind: IdentityProvider.Kind) {
        switch kind {
        case .oidc: self = .oidc
        case .oauth: self = .unspecified
        }
    }
}

enum WireIDPOwnerType: String, WireEnum {
    case unspecified = "IDP_OWNER_TYPE_UNSPECIFIED"
    case system = "IDP_OWNER_TYPE_SYSTEM"
    case organization = "IDP_OWNER_TYPE_ORG"

    init(_ organization: Organization.ID?) {
        self = organization == nil ? .system : .organization
    }
}

enum WireAutoLinking: String, WireEnum {
    case unspecified = "AUTO_LINKING_OPTION_UNSPECIFIED"
    case username = "AUTO_LINKING_OPTION_USERNAME"
    case email = "AUTO_LINKING_OPTION_EMAIL"

    init(_ option: IdentityProviderOptions.AutoLinking) {
        switch option {
        case .off: self = .unspecified
        case .username: self = .username
        case .email: self = .email
        }
    }

    var option: IdentityProviderOptions.AutoLinking {
        switch self {
        case .unspecified: .off
        case .username: .username
        case .email: .email
        }
    }
}
