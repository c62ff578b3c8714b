internal import Platform

/// Projects, their applications, and what users may do in them.
extension WalkRow {
    private static let project: JSONValue = ["projectId": "project-of-a"]
    private static let application: JSONValue = ["applicationId": "app-of-a", "projectId": "project-of-a"]

    private static let grant: JSONValue = ["projectId": "project-of-a", "grantedOrganizationId": "grantee"]
    private static let role: JSONValue = [
        "projectId": "project-of-a", "roleKey": "role-of-a", "displayName": "New",
    ]

    static let projects = rows(
        "project.v2.ProjectService",
        [
            (.write, "CreateProject", ["organizationId": "org-of-a", "name": "New"]),
            (.write, "UpdateProject", ["projectId": "project-of-a", "name": "New"]),
            (.write, "DeleteProject", project),
            (.read, "GetProject", project),
            (.list, "ListProjects", ["filters": [["organizationIdFilter": organization]]]),
            (.write, "DeactivateProject", project),
            (.write, "ActivateProject", project),
            (.write, "AddProjectRole", ["projectId": "project-of-a", "roleKey": "new", "displayName": "New"]),
            (.write, "UpdateProjectRole", role),
            (.write, "RemoveProjectRole", role),
            (.list, "ListProjectRoles", project),
            (
                .write, "CreateProjectGrant",
                ["projectId": "project-of-a", "grantedOrganizationId": "org-of-b", "roleKeys": ["role-of-a"]]
            ),
            (.write, "UpdateProjectGrant", grant),
            (.write, "DeleteProjectGrant", grant),
            (.write, "DeactivateProjectGrant", grant),
            (.write, "ActivateProjectGrant", grant),
            (.list, "ListProjectGrants", ["filters": [["inProjectIdsFilter": ["ids": ["project-of-a"]]]]]),
        ])

    private static let applicationKey: JSONValue = [
        "keyId": "$applicationKey", "applicationId": "signing-app-of-a", "projectId": "project-of-a",
    ]

    static let applications = rows(
        "application.v2.ApplicationService",
        [
            (.write, "CreateApplication", ["projectId": "project-of-a", "name": "New", "apiConfiguration": [:]]),
            (
                .write, "UpdateApplication",
                ["projectId": "project-of-a", "applicationId": "app-of-a", "name": "New"]
            ),
            (.read, "GetApplication", ["applicationId": "app-of-a"]),
            (.write, "DeleteApplication", application),
            (.write, "DeactivateApplication", application),
            (
                .write, "ReactivateApplication",
                ["projectId": "project-of-a", "applicationId": "idle-app-of-a"]
            ),
            (.write, "GenerateClientSecret", application),
            (.list, "ListApplications", ["filters": [["projectIdFilter": project]]]),
            (
                .write, "CreateApplicationKey",
                ["applicationId": "signing-app-of-a", "projectId": "project-of-a"]
            ),
            (.write, "DeleteApplicationKey", applicationKey),
            (.read, "GetApplicationKey", applicationKey),
            (
                .list, "ListApplicationKeys",
                ["filters": [["applicationIdFilter": ["applicationId": "signing-app-of-a"]]]]
            ),
        ])

    private static let authorization: JSONValue = ["id": "$authorization"]

    static let authorizations = rows(
        "authorization.v2.AuthorizationService",
        [
            (
                .write, "CreateAuthorization",
                [
                    "userId": "owner-of-a", "projectId": "project-of-a", "organizationId": "org-of-a",
                    "roleKeys": ["role-of-a"],
                ]
            ),
            (.write, "UpdateAuthorization", ["id": "$authorization", "roleKeys": []]),
            (.write, "DeleteAuthorization", authorization),
            (.write, "ActivateAuthorization", authorization),
            (.write, "DeactivateAuthorization", authorization),
            (.list, "ListAuthorizations", ["filters": [["authorizationIds": ["ids": ["$authorization"]]]]]),
        ])
}
