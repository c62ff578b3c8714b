package import Model
package import Platform
package import Storage

/// Applications: the commands and queries about the clients of projects, their secrets and their keys.
package struct Applications: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let generator: KeyGenerator
    let allowedHosts: Set<String>

    /// - Parameter allowedHosts: may be called although they are in a private network; in lower case.
    package init(
        database: Database, ids: IDGenerator, clock: WallClock, generator: KeyGenerator = KeyGenerator(),
        allowedHosts: Set<String> = []
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.generator = generator
        self.allowedHosts = allowedHosts
    }
}

/// An application that is to be made.
package struct NewApplication: Sendable {
    package let id: Application.ID?
    package let projectID: Project.ID
    package let name: String
    package let configuration: Application.Configuration

    package init(
        id: Application.ID? = nil, projectID: Project.ID, name: String, configuration: Application.Configuration
    ) {
        self.id = id
        self.projectID = projectID
        self.name = name
        self.configuration = configuration
    }
}

/// New values for some of an application's settings.
package struct ApplicationChange: Sendable {
    package enum Configuration: Sendable {
        case oidc(OIDCConfigurationChange)
        /// `nil` leaves the authentication method as it is.
        case api(ClientAuthenticationMethod?)
    }

    /// `nil` leaves the name as it is.
    package let name: String?
    package let configuration: Configuration?

    package init(name: String? = nil, configuration: Configuration? = nil) {
        self.name = name
        self.configuration = configuration
    }
}

extension DomainError {
    /// The settings of a new application break a rule.
    package static let invalidApplication = DomainError(
        .invalidArgument, "PROJECT-1n8df", "Errors.Project.App.Invalid")
    /// The new settings of an application break a rule.
    package static let invalidApplicationChange = DomainError(
        .invalidArgument, "COMMAND-5m9fs", "Errors.Project.App.Invalid")

    static func applicationNotFound(_ id: String) -> DomainError {
        DomainError(.notFound, id, "Errors.Project.App.NotExisting")
    }
}

extension Transaction {
    /// The application that a command is about.
    /// - Parameter notFound: the id of the error for an unknown application, and for one of another project.
    borrowing func application(
        _ id: Application.ID, in project: Project.ID?, for permission: Permission, of caller: Caller,
        notFound: String
    ) throws(DomainError) -> (application: Application, organization: Organization.ID) {
        guard let found = try application(id, in: project) else { throw .applicationNotFound(notFound) }
        try caller.require(permission, in: found.organization, project: found.application.projectID)
        return found
    }
}
