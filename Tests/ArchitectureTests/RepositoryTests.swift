internal import Testing

/// The files around the code: each fact that stands in two of them is compared.
@Suite("Repository")
struct RepositoryTests {
    @Test(arguments: [
        "run", "serve", "test", "faults", "bench", "fuzz", "sanitize", "format", "lint", "build", "clean",
    ])
    func `make help lists the target`(target: String) throws {
        let makefile = try Repository.text("Makefile")
        #expect(makefile.split(separator: "\n").contains { $0.hasPrefix("\(target):") && $0.contains("## ") })
        #expect(makefile.contains(".DEFAULT_GOAL := help"))
    }

    @Test func `the image is built with the libraries of the set-up`() throws {
        let setUp = try Repository.text(".ci/setup").matches(of: #/echo (lib[a-z0-9-]+-dev)/#).map { String($0.1) }
        let compose = try Repository.text("docker-compose.yml")
        #expect(setUp.count == 6)
        for package in setUp {
            #expect(compose.contains(" \(package) "), "\(package)")
        }
    }

    @Test func `the package names the libraries of the set-up`() throws {
        let manifest = try Repository.text("Package.swift").matches(of: #/\.apt\(\["([^"]+)"\]\)/#).map(\.1)
        let setUp = try Repository.text(".ci/setup").matches(of: #/echo (lib[a-z0-9-]+-dev)/#).map(\.1)
        #expect(Set(manifest) == Set(setUp))
    }

    @Test(arguments: [
        "read_only: true", "cap_drop: [ALL]", "- no-new-privileges:true", "user: 65532:65532", "healthcheck:",
    ])
    func `the container has no more rights than it needs`(line: String) throws {
        let lines = try Repository.text("docker-compose.yml").split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(lines.contains(Substring(line)))
    }

    @Test func `the set-up and the package ask for the same Swift`() throws {
        let manifest = try Repository.text("Package.swift").firstMatch(of: #/swift-tools-version: ([0-9.]+)/#)
        let setUp = try Repository.text(".ci/setup").firstMatch(of: #/oldest_swift=([0-9.]+)/#)
        #expect(try #require(manifest).1 == #require(setUp).1)
    }
}
