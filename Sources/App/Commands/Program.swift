internal import API
internal import HTTP
internal import Platform

/// The program's commands. Exit codes: 0 done, 1 failed, 2 wrong use.
package enum Program {
    package static let version = "0.1.0"

    static let usage = """
        alcazar: a self-hosted OpenID Connect and OAuth 2.0 token service

        usage: alcazar [command]

          serve          run the service (default); the first start sets the store up
          demo [--json]  run on a throw-away store with examples, and print ready-to-paste commands
          check          read the settings and say what is wrong with them
          migrate        bring the store to this program's schema
          backup FILE    write a consistent copy of the store, which may be in use, to a new file
          copy --from STORE [--to STORE]
                         copy everything into an empty store, by default that of the settings;
                         a store is sqlite:PATH or postgres://…
          openapi [rest|connect]
                         print the description of the API (OpenAPI 3.1)
          openapi --docs FOLDER
                         write the reference of the API as a page for each service
          messages       list the messages to people that wait or were given up
          health [URL]   ask a running service whether it is alive
          version        print the version

        Settings are variables named ALCAZAR_…, or a JSON file named by ALCAZAR_CONFIG.

        """

    /// - Parameter arguments: without the program's name.
    /// - Returns: the exit code.
    package static func run(_ arguments: [String], environment: [String: String]) async -> Int32 {
        do {
            switch (arguments.first ?? "serve", arguments.dropFirst().map { $0 }) {
            case ("serve", []): try await ServeCommand.run(try Configuration(environment: environment))
            case ("demo", let rest) where rest == [] || rest == ["--json"]:
                try await DemoCommand.run(environment: environment, asJSON: !rest.isEmpty)
            case ("check", []): try CheckCommand.run(try Configuration(environment: environment))
            case ("migrate", []): try await StoreCommands.migrate(try Configuration(environment: environment))
            case ("backup", let rest) where rest.count == 1:
                try await StoreCommands.backup(try Configuration(environment: environment), to: rest[0])
            case ("copy", let rest):
                guard let (source, target) = try CopyCommand.addresses(rest, environment: environment) else {
                    return wrongUse()
                }
                try await CopyCommand.run(from: source, to: target)
            case ("openapi", let rest) where rest.count == 2 && rest[0] == "--docs":
                try await DescriptionCommand.writePages(into: rest[1], Configuration(environment: environment))
            case ("openapi", let rest) where rest.count <= 1:
                guard let wire = OpenAPIDocument.Wire(rawValue: rest.first ?? "rest") else { return wrongUse() }
                try await DescriptionCommand.printDocument(wire, Configuration(environment: environment))
            case ("messages", []): try await MessagesCommand.run(try Configuration(environment: environment))
            case ("health", let rest) where rest.count <= 1:
                try await HealthCommand.run(url: rest.first, environment: environment)
            case ("version", []), ("--version", []): Output.line("alcazar \(version)")
            case ("help", []), ("--help", []), ("-h", []): Output.text(usage)
            default: return wrongUse()
            }
            return 0
        } catch let error as ConfigurationError {
            Output.error("the settings are wrong:\n" + error.mistakes.map { "  \($0)" }.joined(separator: "\n"))
        } catch {
            Output.error("\(error)")
        }
        return 1
    }

    private static func wrongUse() -> Int32 {
        Output.error("wrong use\n\n\(usage)")
        return 2
    }
}

/// What people read: results on standard output, reasons on standard error.
enum Output {
    /// The log of this process: standard error.
    static func log(minimum: Log.Level) -> Log {
        Log(minimum: minimum, sink: { StandardStream.error.write($0) })
    }

    static func line(_ text: String) {
        self.text(text + "\n")
    }

    static func text(_ text: String) {
        StandardStream.output.write(text)
    }

    static func error(_ text: String) {
        StandardStream.error.write("alcazar: \(text)\n")
    }
}
