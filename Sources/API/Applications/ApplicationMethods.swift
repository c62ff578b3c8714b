package import Domain
internal import Model

extension APIMethod {
    /// `zitadel.application.v2.ApplicationService`.
    package static func applicationService(_ applications: Applications) -> [APIMethod] {
        [
            .createApplication(applications), .updateApplication(applications), .getApplication(applications),
            .deleteApplication(applications), .deactivateApplication(applications),
            .reactivateApplication(applications), .generateClientSecret(applications),
            .listApplications(applications), .createApplicationKey(applications),
            .deleteApplicationKey(applications), .getApplicationKey(applications),
            .listApplicationKeys(applications),
        ]
    }
}

extension MessageReader {
    /// The application that a request names, and its project.
    func application() throws(DomainError) -> (application: Application.ID, project: Project.ID) {
        (
            Application.ID(try string("applicationId", .identifier)),
            Project.ID(try string("projectId", .identifier))
        )
    }
}

extension DomainError {
    static let noSAML = DomainError(.unimplemented, "APP-S4mlN", "SAML applications are not supported")
}
