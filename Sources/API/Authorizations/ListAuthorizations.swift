internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func listAuthorizations(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/ListAuthorizations", access: .rows(.userGrantRead),
            .listAuthorizations
        ) { (request, call) async throws(DomainError) in
            let search = AuthorizationOverview.Search(
                filters: try request.filters(as: "AuthorizationsSearchFilter", AuthorizationOverview.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireAuthorizationFieldName.self).sorting,
                page: try Page(request))
            let result = try await authorizations.list(search, by: call.caller)
            return .message {
                $0.set("pagination", search.page.response(total: result.total))
                $0.set("authorizations", result.rows.map(\.message))
            }
        }
    }
}

enum WireAuthorizationState: String, WireEnum {
    case unspecified = "STATE_UNSPECIFIED"
    case active = "STATE_ACTIVE"
    case inactive = "STATE_INACTIVE"

    init(_ state: Authorization.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }

    var state: Authorization.State? {
        switch self {
        case .unspecified: nil
        case .active: .active
        case .inactive: .inactive
        }
    }
}

enum WireAuthorizationFieldName: String, WireEnum {
    case unspecified = "AUTHORIZATION_FIELD_NAME_UNSPECIFIED"
    case createdDate = "AUTHORIZATION_FIELD_NAME_CREATED_DATE"
    case changedDate = "AUTHORIZATION_FIELD_NAME_CHANGED_DATE"
    case id = "AUTHORIZATION_FIELD_NAME_ID"
    case userID = "AUTHORIZATION_FIELD_NAME_USER_ID"
    case projectID = "AUTHORIZATION_FIELD_NAME_PROJECT_ID"
    case organizationID = "AUTHORIZATION_FIELD_NAME_ORGANIZATION_ID"
    case userOrganizationID = "AUTHORIZATION_FIELD_NAME_USER_ORGANIZATION_ID"

    var sorting: AuthorizationOverview.Sorting {
        switch self {
        case .unspecified, .createdDate: .creationDate
        case .changedDate: .changeDate
        case .id: .id
        case .userID: .userID
        case .projectID: .projectID
        case .organizationID: .organizationID
        case .userOrganizationID: .userOrganizationID
        }
    }
}

extension AuthorizationOverview.Filter {
    private static let members = [
        "authorizationIds", "inUserIds", "organizationId", "state", "userOrganizationId", "userPreferredLoginName",
        "userDisplayName", "projectId", "projectName", "roleKey", "projectGrantId", "userId",
    ]

    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        switch try filter.requiredOneOf("Filter", Self.members) {
        case "authorizationIds": self = .ids(try filter.identifiers(in: "authorizationIds"))
        case "inUserIds": self = .users(try filter.identifiers(in: "inUserIds"))
        case "organizationId": self = .organization(try filter.identifier(in: "organizationId"))
        case "state":
            let query = try filter.requiredMessage("state", as: "StateQuery")
            guard let state = try query.enumeration("state", as: WireAuthorizationState.self).state else {
                throw query.fault("state", "value must not be in list [0]")
            }
            self = .state(state)
        case "userOrganizationId": self = .userOrganization(try filter.identifier(in: "userOrganizationId"))
        case "userPreferredLoginName":
            let name = try filter.requiredMessage("userPreferredLoginName", as: "UserPreferredLoginNameQuery")
            self = .loginName(try name.textMatch("loginName"))
        case "userDisplayName":
            let name = try filter.requiredMessage("userDisplayName", as: "UserDisplayNameQuery")
            self = .displayName(try name.textMatch("displayName"))
        case "projectId": self = .project(try filter.identifier(in: "projectId"))
        case "projectName":
            let name = try filter.requiredMessage("projectName", as: "ProjectNameQuery")
            self = .projectName(try name.textMatch("name", .atMost(200)))
        case "roleKey":
            let key = try filter.requiredMessage("roleKey", as: "RoleKeyQuery")
            self = .roleKey(try key.textMatch("key", .atMost(200)))
        case "projectGrantId": self = .grant(try filter.identifier(in: "projectGrantId"))
        // Of older revisions of the contract.
        default: self = .users([try filter.identifier(in: "userId")])
        }
    }
}

extension AuthorizationOverview {
    /// `zitadel.authorization.v2.Authorization`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("id", authorization.id)
            $0.set("creationDate", authorization.createdAt)
            $0.set("changeDate", authorization.changedAt)
            $0.set("project", project)
            $0.set("organization", organization)
            $0.set("user", user)
            $0.set("state", WireAuthorizationState(authorization.state))
            $0.set("roles", roles.map(\.message))
        }
    }

    private var project: JSONObject {
        .message {
            $0.set("id", authorization.projectID)
            $0.set("name", projectName)
            $0.set("organizationId", projectOrganizationID)
        }
    }

    private var organization: JSONObject {
        .message {
            $0.set("id", authorization.organizationID)
            $0.set("name", organizationName)
        }
    }

    private var user: JSONObject {
        .message {
            $0.set("id", authorization.userID)
            $0.set("preferredLoginName", loginName)
            $0.set("displayName", userDisplayName)
            $0.set("organizationId", userOrganizationID)
        }
    }
}

extension AuthorizationOverview.Role {
    fileprivate var message: JSONObject {
        .message {
            $0.set("key", key)
            $0.set("displayName", displayName)
            $0.set("group", group)
        }
    }
}
