internal import API
internal import Crypto
internal import FoundationEssentials
internal import Model
internal import Platform
internal import Storage

/// `alcazar openapi`: the administration API described for programs, or as pages for people.
enum DescriptionCommand {
    static func printDocument(_ wire: OpenAPIDocument.Wire, _ configuration: Configuration) async throws {
        let document = OpenAPIDocument(
            try await methods(configuration), wire: wire, url: configuration.externalURL, version: Program.version)
        Output.line(JSONValue.object(document.json).text)
    }

    /// Writes the pages of the reference into a folder, and takes away those that no service has any more.
    static func writePages(into folder: String, _ configuration: Configuration) async throws {
        let folder = URL(filePath: folder, directoryHint: .isDirectory)
        let pages = APIReference(try await methods(configuration)).pages
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file.hasSuffix(".md") && !pages.contains(where: { $0.file == file }) {
            try FileManager.default.removeItem(at: folder.appending(path: file))
        }
        for page in pages {
            try Data(page.text.utf8).write(to: folder.appending(path: page.file))
        }
    }

    /// The methods of a service that is made for nothing else: its store is empty, and nobody asks it.
    private static func methods(_ configuration: Configuration) async throws -> [APIMethod] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "alcazar-openapi-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer {
            // A folder that stays behind after all holds nothing that anybody needs.
            try? FileManager.default.removeItem(at: folder)
        }
        let ids = IDGenerator(clock: .system)
        var store = configuration.store
        store.address = StoreAddress(sqlitePath: folder.appending(path: "empty.db").path)
        let database = try await OpenStore.open(store, ids: ids, log: .none)
        let service = Service(
            externalURL: configuration.externalURL, externalHost: configuration.externalHost,
            instance: Instance(
                id: "", name: "", defaultOrganizationID: "", projectID: "", createdAt: WallClock.system.now()),
            lifetimes: configuration.lifetimes, webKeyRotation: nil,
            surroundings: .init(
                database: database, masterKey: .random(), ids: ids, clock: .system, log: .none))
        await database.close()
        return service.apiMethods
    }
}
