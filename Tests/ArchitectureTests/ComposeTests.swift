internal import App
internal import FoundationEssentials
internal import Platform
internal import TestSupport
internal import Testing

/// `docker-compose.yml`, read by a parser of YAML, and the proxy's configuration, read by the proxy.
@Suite("docker-compose.yml")
struct ComposeTests {
    private static let program = """
        import json, sys, yaml
        json.dump(yaml.safe_load(open(sys.argv[1])), sys.stdout)
        """

    private func compose() async throws -> JSONValue {
        let path = Repository.root.appending(path: "docker-compose.yml").path
        let result = try await ChildProcess.run(PythonEnvironment.interpreter(), ["-c", Self.program, path])
        try #require(result.status == 0, "\(result.error)")
        return try JSONValue(parsing: Array(result.output.utf8))
    }

    private func services() async throws -> JSONObject {
        let services = try await compose()["services"]?.objectValue
        return try #require(services)
    }

    @Test func `no container has more rights than it needs, and each says whether it is well`() async throws {
        for (name, service) in try await services().members.map({ ($0.name, $0.value) }) {
            let user = try #require(service["user"]?.stringValue, "\(name)")
            #expect(!user.hasPrefix("0:") && !user.hasPrefix("root"), "\(name)")
            #expect(service["read_only"] == true, "\(name)")
            #expect(service["cap_drop"] == ["ALL"], "\(name)")
            #expect(service["security_opt"] == ["no-new-privileges:true"], "\(name)")
            #expect(service["healthcheck"]?["test"]?.arrayValue?.isEmpty == false, "\(name)")
            #expect(service["mem_limit"] != nil && service["pids_limit"] != nil, "\(name)")
            #expect(service["restart"] == "unless-stopped", "\(name)")
            for port in service["ports"]?.arrayValue ?? [] {
                #expect(port.stringValue?.hasPrefix("127.0.0.1:") == true, "\(name)")
            }
        }
    }

    @Test func `the profile has two equal nodes, a database that only they reach, and a proxy that they trust`()
        async throws
    {
        let services = try await services()
        let nodes = ["node-1", "node-2"].compactMap { services[$0] }
        try #require(nodes.count == 2)
        let proxy = try #require(services["proxy"])
        let database = try #require(services["postgres"])
        #expect(nodes[0] == nodes[1])
        for service in nodes + [proxy, database] { #expect(service["profiles"] == ["postgres"]) }
        #expect(services["alcazar"]?["profiles"] == nil)
        #expect(nodes[0]["build"] == services["alcazar"]?["build"])
        #expect(nodes[0]["ports"] == nil && database["ports"] == nil)
        #expect(database["networks"] == ["store"] && nodes[0]["networks"] == ["front", "store"])
        let isInternal = try await compose()["networks"]?["store"]?["internal"]
        #expect(isInternal == true)
        let address = try #require(proxy["networks"]?["front"]?["ipv4_address"]?.stringValue)
        #expect(nodes[0]["environment"]?["ALCAZAR_TRUSTED_PROXIES"] == .string("\(address)/32"))
        #expect(nodes[0]["depends_on"]?["postgres"]?["condition"] == "service_healthy")
    }

    /// Variables are put in before profiles are looked at: one that is required would be so for everybody.
    @Test func `secrets come from variables, and one that is missing stops the service that needs it only`()
        async throws
    {
        let services = try await services()
        let node = try #require(services["node-1"]?["environment"])
        #expect(node["ALCAZAR_MASTERKEY"] == "${ALCAZAR_MASTERKEY:-missing}")
        #expect(throws: ConfigurationError.self) {
            try Configuration(environment: ["ALCAZAR_MASTERKEY": "missing"])
        }
        #expect(node["PGPASSWORD"] == services["postgres"]?["environment"]?["POSTGRES_PASSWORD"])
        #expect(!(try Repository.text("docker-compose.yml").contains(":?")))
        #expect(try Repository.text(".gitignore").split(separator: "\n").contains(".env"))
        #expect(try Repository.text(".dockerignore").split(separator: "\n").first == "*")
    }

    @Test func `the proxy takes its configuration`() async throws {
        let found = try await services()["proxy"]?["build"]?["dockerfile_inline"]?.stringValue
        let dockerfile = try #require(found)
        let match = dockerfile.firstMatch(of: #/(?s)<<'END' /etc/nginx/nginx.conf\n(.*)END\n/#)
        let configuration = try #require(match).1
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/nginx.conf"
        // Compose makes one dollar of two; the nodes have names in its network only.
        let text = configuration.replacing("$$", with: "$")
            .replacing(#/server node-[12]:8080/#, with: "server 127.0.0.1:8080").replacing(
                "/tmp/", with: "\(directory.path)/")
        try Data(text.utf8).write(to: URL(filePath: path))
        let result = try await ChildProcess.run(
            "nginx", ["-t", "-c", path, "-e", "\(directory.path)/error.log"],
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"])
        #expect(result.status == 0, "nginx is needed (.ci/setup test), and says: \(result.error)")
        #expect(!result.error.contains("[warn]"), "\(result.error)")
    }
}
