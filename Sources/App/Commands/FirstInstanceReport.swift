internal import Domain
internal import Platform

/// Tells the operator once what the first start made, and hands out its secrets: to the files that the settings name,
/// else to standard output.
enum FirstInstanceReport {
    static func deliver(_ made: SetUpInstance, _ configuration: Configuration) throws {
        Output.line("The store was set up.")
        Output.line("  administrator  \(made.loginName)")
        if let password = made.generatedPassword {
            Output.line("  password       \(password.exposed)   (shown once, change it at the first sign-in)")
        }
        try deliver(made.machine, configuration.firstInstance.machine, "machine user")
        try deliver(made.loginClient, configuration.firstInstance.loginClient, "login client")
    }

    private static func deliver(
        _ made: SetUpInstance.Machine?, _ settings: FirstInstance.Machine?, _ title: String
    ) throws {
        guard let made else { return }
        Output.line("  \(title)  \(made.username) (user id \(made.userID))")
        try deliver(made.keyFile, to: settings?.keyFile, "key file")
        try deliver(made.personalAccessToken, to: settings?.tokenFile, "personal access token")
    }

    private static func deliver(_ secret: Secret<String>?, to path: String?, _ title: String) throws {
        guard let secret else { return }
        if let path {
            try PrivateFile.write(secret.exposed + "\n", to: path)
            Output.line("    \(title): written to \(path)")
        } else {
            Output.line("    \(title):")
            Output.line(secret.exposed)
        }
    }
}
