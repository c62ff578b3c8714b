internal import Model
internal import Platform

enum WireProjectState: String, WireEnum {
    case unspecified = "PROJECT_STATE_UNSPECIFIED"
    case active = "PROJECT_STATE_ACTIVE"
    case inactive = "PROJECT_STATE_INACTIVE"

    init(_ state: Project.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }
}

enum WireGrantedProjectState: String, WireEnum {
    case unspecified = "GRANTED_PROJECT_STATE_UNSPECIFIED"
    case active = "GRANTED_PROJECT_STATE_ACTIVE"
    case inactive = "GRANTED_PROJECT_STATE_INACTIVE"

    init(_ state: ProjectGrant.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }
}

enum WirePrivateLabelingSetting: String, WireEnum {
    case unspecified = "PRIVATE_LABELING_SETTING_UNSPECIFIED"
    case enforceProject = "PRIVATE_LABELING_SETTING_ENFORCE_PROJECT_RESOURCE_OWNER_POLICY"
    case allowLoginUser = "PRIVATE_LABELING_SETTING_ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY"

    init(_ setting: Project.PrivateLabelingSetting) {
        switch setting {
        case .unspecified: self = .unspecified
        case .enforceProjectResourceOwnerPolicy: self = .enforceProject
        case .allowLoginUserResourceOwnerPolicy: self = .allowLoginUser
        }
    }

    var setting: Project.PrivateLabelingSetting {
        switch self {
        case .unspecified: .unspecified
        case .enforceProject: .enforceProjectResourceOwnerPolicy
        case .allowLoginUser: .allowLoginUserResourceOwnerPolicy
        }
    }
}

extension Project {
    /// `zitadel.project.v2.Project`.
    var message: JSONObject {
        ProjectOverview(project: self).message
    }
}

extension ProjectOverview {
    /// `zitadel.project.v2.Project`.
    var message: JSONObject {
        .message {
            $0.set("projectId", project.id)
            $0.set("organizationId", project.organizationID)
            $0.set("creationDate", project.createdAt)
            $0.set("changeDate", project.changedAt)
            $0.set("name", project.name)
            $0.set("state", WireProjectState(project.state))
            $0.set("projectRoleAssertion", project.roleAssertion)
            $0.set("authorizationRequired", project.authorizationRequired)
            $0.set("projectAccessRequired", project.accessRequired)
            $0.set("privateLabelingSetting", WirePrivateLabelingSetting(project.privateLabeling))
            guard let receiver else { return }
            $0.set("grantedOrganizationId", receiver.organizationID)
            $0.set("grantedOrganizationName", receiver.organizationName)
            $0.set("grantedState", WireGrantedProjectState(receiver.state))
        }
    }
}
