internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

/// Several nodes of one service: processes that share a PostgreSQL and a master key, and nothing else.
struct NodeGroup: Sendable {
    let nodes: [AlcazarProcess]
    let url: String
    private let schema: PostgresSchema

    /// Starts all nodes at the same moment on an empty store.
    init(_ count: Int = 3) async throws {
        schema = try await PostgresServer.shared.value.makeSchema()
        url = schema.url
        let settings = LoadWorld.settings.merging(["ALCAZAR_DATABASE_URL": url]) { $1 }
        nodes = try (0..<count).map { _ in try AlcazarProcess(settings: settings) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes { group.addTask { try await node.start() } }
            try await group.waitForAll()
        }
    }

    /// The node that set the store up has the files of it.
    var first: AlcazarProcess {
        get throws {
            try #require(nodes.first { FileManager.default.fileExists(atPath: "\($0.folder)/root.pat") })
        }
    }

    func end() {
        for node in nodes {
            node.end(SIGTERM)
            // Litter in the temporary directory fails no test.
            try? FileManager.default.removeItem(atPath: node.folder)
        }
    }
}
