internal import Testing

/// The package manager lets a target import whatever its dependencies import, so the table is checked here.
@Suite("Layers")
struct LayerTests {
    private static let table = Dictionary(uniqueKeysWithValues: Module.all.map { ($0.name, $0) })

    @Test func `a module imports only what the table allows`() throws {
        let breaches = try Repository.swiftFiles(in: "Sources").flatMap { file in
            try importedModules(of: file).filter { name in
                !Module.toolchain.contains(name) && Self.table[file.module]?.imports.contains(name) != true
            }.map { "\(file.path) imports \($0)" }
        }
        #expect(breaches == [])
    }

    @Test func `every import states its access level`() throws {
        let plain = try Repository.swiftFiles(in: "Sources").flatMap { $0.places(of: #/^\s*(?:@\w+\s+)?import\s/#) }
        #expect(plain == [])
    }

    @Test func `the table only points downwards`() throws {
        for module in Module.all {
            for name in module.imports {
                let imported = try #require(Self.table[name], "\(module.name) imports an unknown \(name)")
                #expect(imported.row < module.row, "\(module.name) imports \(name)")
            }
        }
    }

    @Test func `the package declares what the table says`() throws {
        let manifest = try Repository.text("Package.swift")
        var declared: [String: Set<String>] = ["alcazar": ["App"]]
        for match in manifest.matches(of: #/systemLibrary\(name: "(\w+)"/#) {
            declared[String(match.1)] = []
        }
        for match in manifest.matches(of: #/\bmodule\(\s*"(\w+)",\s*\[([^\]]*)\]/#) {
            declared[String(match.1)] = Set(match.2.matches(of: #/"(\w+)"/#).map { String($0.1) })
        }
        #expect(declared == Self.table.mapValues(\.imports))
    }

    @Test func `every folder of Sources is a module of the table`() throws {
        let folders = Set(try Repository.swiftFiles(in: "Sources").map(\.module))
        #expect(folders.subtracting(Self.table.keys) == [])
    }

    @Test func `full Foundation is imported only where it is listed`() throws {
        let found = try Repository.swiftFiles(in: "Sources")
            .filter { try importedModules(of: $0).contains("Foundation") }
            .map(\.path)
        #expect(Set(found) == Set(Module.foundationFiles.keys))
    }

    @Test func `raw memory stays in the modules that speak C`() throws {
        let speakers = Set(Module.all.filter(\.isUnsafe).map(\.name))
        let places = try Repository.swiftFiles(in: "Sources")
            .filter { !speakers.contains($0.module) }
            .flatMap { $0.places(of: #/\b(?:with)?[Uu]nsafe|\b(?:Opaque|CVaList)Pointer\b|\bUnmanaged\b/#) }
        #expect(places == [])
    }

    @Test func `SQL is written in Storage only`() throws {
        let places = try Repository.swiftFiles(in: "Sources")
            .filter { !Module.sqlModules.contains($0.module) }
            .flatMap { $0.places(of: #/\b(?:SELECT|INSERT INTO|DELETE FROM|CREATE TABLE)\b/#) }
        #expect(places == [])
    }

    @Test func `only App reads the environment`() throws {
        let places = try Repository.swiftFiles(in: "Sources")
            .filter { $0.module != "App" }
            .flatMap { $0.places(of: #/\bgetenv\b|\bprocessInfo\.environment\b/#) }
        #expect(places == [])
    }

    @Test func `no module holds a type of its own name`() throws {
        let places = try Repository.swiftFiles(in: "Sources").flatMap { file in
            let words: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
            return file.lines.enumerated().compactMap { index, line -> String? in
                let parts = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                let declares = zip(parts, parts.dropFirst()).contains { words.contains($0) && $1 == file.module }
                return declares && !line.isComment ? "\(file.path):\(index + 1)" : nil
            }
        }
        #expect(places == [])
    }

    private func importedModules(of file: SourceFile) throws -> [String] {
        file.lines.compactMap { line in
            let pattern = #/^\s*(?:@\w+\s+)?(?:(?:package|internal|fileprivate|private|public)\s+)?import\s+(\w+)/#
            return line.firstMatch(of: pattern).map { String($0.1) }
        }
    }
}
