package import Domain

extension APIMethod {
    /// `zitadel.project.v2.ProjectService`.
    package static func projectService(_ projects: Projects) -> [APIMethod] {
        [
            .createProject(projects), .updateProject(projects), .deleteProject(projects), .getProject(projects),
            .listProjects(projects), .deactivateProject(projects), .activateProject(projects),
            .addProjectRole(projects), .updateProjectRole(projects), .removeProjectRole(projects),
            .listProjectRoles(projects), .createProjectGrant(projects), .updateProjectGrant(projects),
            .deleteProjectGrant(projects), .deactivateProjectGrant(projects), .activateProjectGrant(projects),
            .listProjectGrants(projects),
        ]
    }
}
