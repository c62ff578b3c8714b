internal import Model
internal import Platform

enum WireOrganizationState: String, WireEnum {
    case unspecified = "ORGANIZATION_STATE_UNSPECIFIED"
    case active = "ORGANIZATION_STATE_ACTIVE"
    case inactive = "ORGANIZATION_STATE_INACTIVE"
    case removed = "ORGANIZATION_STATE_REMOVED"

    init(_ state: Organization.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }

    /// `nil` where no organization can be: removed ones are gone.
    var state: Organization.State? {
        switch self {
        case .active: .active
        case .inactive: .inactive
        case .unspecified, .removed: nil
        }
    }
}

enum WireOrganizationField: String, WireEnum {
    case unspecified = "ORGANIZATION_FIELD_NAME_UNSPECIFIED"
    case name = "ORGANIZATION_FIELD_NAME_NAME"
    case creationDate = "ORGANIZATION_FIELD_NAME_CREATION_DATE"

    var sorting: Organization.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .name: .name
        }
    }
}

enum WireOrganizationDomainField: String, WireEnum {
    case unspecified = "DOMAIN_FIELD_NAME_UNSPECIFIED"
    case name = "DOMAIN_FIELD_NAME_NAME"
    case creationDate = "DOMAIN_FIELD_NAME_CREATION_DATE"

    var sorting: OrganizationDomain.Sorting {
        switch self {
        case .unspecified, .creationDate: .creationDate
        case .name: .name
        }
    }
}

enum WireDomainValidationType: String, WireEnum {
    case unspecified = "DOMAIN_VALIDATION_TYPE_UNSPECIFIED"
    case http = "DOMAIN_VALIDATION_TYPE_HTTP"
    case dns = "DOMAIN_VALIDATION_TYPE_DNS"

    init(_ type: OrganizationDomain.ValidationType) {
        switch type {
        case .none: self = .unspecified
        case .http: self = .http
        case .dns: self = .dns
        }
    }
}

extension Organization {
    var message: JSONObject {
        let details = ObjectDetails(
            sequence: sequence, changedAt: changedAt, resourceOwner: id, createdAt: createdAt)
        return .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("state", WireOrganizationState(state))
            $0.set("name", name)
            $0.set("primaryDomain", primaryDomain)
        }
    }
}

extension OrganizationDomain {
    var message: JSONObject {
        .message {
            $0.set("organizationId", organizationID)
            $0.set("domain", domain)
            $0.set("isVerified", isVerified)
            $0.set("isPrimary", isPrimary)
            $0.set("validationType", WireDomainValidationType(validationType))
        }
    }
}
