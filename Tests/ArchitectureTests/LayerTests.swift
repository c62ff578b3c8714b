internal import Testing

/// The package manager lets a target import whatever its dependencies import, so the table is checked here.
@Suite("Layers")
struct LayerTests {
    private static let table = Dictionary(uniqueKeysWithValues: Module.all.map { ($0.name, $0) })

    private let sources: [SourceFile]

    init() throws {
        sources = try Repository.sources.get()
    }

    @Test func `a module imports only what the table allows`() {
        let breaches = sources.flatMap { file in
            file.imports.filter { name in
                !Module.toolchain.contains(name) && Self.table[file.module]?.imports.contains(name) != true
            }.map { "\(file.path) imports \($0)" }
        }
        #expect(breaches == [])
    }

    @Test func `every import states its access level`() {
        #expect(sources.flatMap { $0.places(of: ["import "]) { $0.hasPrefix("import ") } } == [])
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

    @Test func `every folder of Sources is a module of the table`() {
        #expect(Set(sources.map(\.module)).subtracting(Self.table.keys) == [])
    }

    @Test func `full Foundation is imported nowhere`() {
        #expect(sources.filter { $0.imports.contains("Foundation") }.map(\.path) == [])
    }

    @Test func `raw memory stays in the modules that speak C`() {
        let speakers = Set(Module.all.filter(\.isUnsafe).map(\.name))
        let places =
            sources
            // One file of `Platform` starts a thread, which is C and which modules of several rows need.
            .filter { !speakers.contains($0.module) && $0.path != "Sources/Platform/SystemThread.swift" }
            .flatMap { $0.places(of: ["unsafe", "Unsafe", "OpaquePointer", "CVaListPointer", "Unmanaged"]) }
        #expect(places == [])
    }

    @Test func `SQL is written in Storage only`() {
        let places =
            sources
            .filter { !Module.sqlModules.contains($0.module) }
            .flatMap { $0.places(of: ["SELECT ", "INSERT INTO", "DELETE FROM", "CREATE TABLE"]) }
        #expect(places == [])
    }

    @Test func `only the program reads the environment`() {
        let places =
            sources
            .filter { !["App", "alcazar"].contains($0.module) }
            .flatMap { $0.places(of: ["getenv", "processInfo.environment"]) }
        #expect(places == [])
    }

    @Test func `no module holds a type of its own name`() {
        let places = sources.flatMap { file in
            ["struct", "class", "enum", "actor", "protocol"].flatMap { kind in
                file.places(of: [" ", ":", "<"].map { "\(kind) \(file.module)\($0)" })
            }
        }
        #expect(places == [])
    }
}

extension SourceFile {
    /// The modules that the file imports.
    fileprivate var imports: [String] {
        indices(of: ["import "]).compactMap { index in
            let words = lines[index].split { !($0.isLetter || $0.isNumber || $0 == "_") }
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2, keyword + 1 < words.count else {
                return nil
            }
            return String(words[keyword + 1])
        }
    }
}
