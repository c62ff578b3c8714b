// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled with the same strictness.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    // Small functions of one module are inlined into another: a tenth to a third of every request.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

func module(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What is fuzzed, as tests with an input generator of their own, or, in an environment with `ALCAZAR_FUZZ=1`, as an
/// executable around libFuzzer (`.ci/fuzz`), which only links with `--sanitize=fuzzer`.
let fuzzing: Target = {
    let dependencies: [Target.Dependency] = [
        "OAuth", "API", "Domain", "JOSE", "WebAuthn", "HTTP", "Model", "Crypto", "Platform", "COpenSSL",
    ]
    let path = "Tests/FuzzTests"
    guard Context.environment["ALCAZAR_FUZZ"] == "1" else {
        return .testTarget(
            name: "FuzzTests", dependencies: dependencies, path: path, exclude: ["LibFuzzer"], swiftSettings: strict)
    }
    return .executableTarget(
        name: "fuzz", dependencies: dependencies, path: path, exclude: ["Tests"], swiftSettings: strict)
}()

/// Linked into what the thread sanitizer watches, in an environment with `ALCAZAR_SANITIZE=thread` (`.ci/sanitize`).
let sanitizing = Context.environment["ALCAZAR_SANITIZE"] == "thread"
let hints: [Target.Dependency] = sanitizing ? ["ThreadSanitizerHints"] : []
let hintTargets: [Target] =
    sanitizing ? [.target(name: "ThreadSanitizerHints", path: "Tests/ThreadSanitizer")] : []

let package = Package(
    name: "alcazar",
    targets: [
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libxcrypt", providers: [.apt(["libcrypt-dev"])]),
        // Its own description of itself names folders that a package may not use, and none that is needed.
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),

        module("Platform", []),
        module("Crypto", ["Platform", "COpenSSL", "CArgon2", "CCrypt"]),
        module("TLS", ["Platform", "COpenSSL"]),
        module("JOSE", ["Platform", "Crypto"]),
        module("WebAuthn", ["Platform", "Crypto"]),
        module("HTTP", ["Platform", "TLS", "CLinux"]),
        module("SQL", ["Platform"]),
        module("SQLite", ["SQL", "CSQLite", "CLinux"]),
        module("Postgres", ["SQL", "CPostgres"]),
        module("Model", ["Platform"]),
        module("Storage", ["Model", "SQL", "Platform"], resources: [.embedInCode("Migrations")]),
        module("Outbound", ["Model", "Platform", "CCurl"]),
        module(
            "Domain", ["Model", "Storage", "WebAuthn", "Crypto", "JOSE", "Outbound", "Platform"],
            exclude: ["Passwords/Resources/LICENSE"],
            resources: [.embedInCode("Passwords/Resources/common_passwords.txt")]),
        module("OAuth", ["Domain", "JOSE", "HTTP", "Model", "Platform"]),
        module("API", ["Domain", "HTTP", "Model", "Platform"]),
        module("Login", ["Domain", "HTTP", "Model", "Platform"]),
        module(
            "App",
            [
                "API", "OAuth", "Login", "Domain", "Outbound", "Storage", "SQLite", "Postgres", "SQL", "Model", "JOSE",
                "HTTP", "TLS", "Crypto", "Platform",
            ]),
        .executableTarget(name: "alcazar", dependencies: ["App"] + hints, swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: [
                "App", "API", "OAuth", "Domain", "Outbound", "Storage", "SQLite", "Postgres", "SQL", "Model", "JOSE",
                "HTTP", "Crypto", "Platform",
            ] + hints, path: "Tests/TestSupport", swiftSettings: strict),
        tests("PlatformTests", ["Platform", "TestSupport"]),
        tests("CryptoTests", ["Crypto", "Platform", "TestSupport"]),
        tests("JOSETests", ["JOSE", "Crypto", "Platform", "TestSupport"]),
        tests("WebAuthnTests", ["WebAuthn", "Crypto", "Platform", "TestSupport"]),
        tests("HTTPTests", ["HTTP", "TLS", "Platform", "TestSupport"]),
        tests(
            "StorageTests", ["Storage", "SQLite", "Postgres", "SQL", "Model", "Crypto", "Platform", "TestSupport"]),
        tests(
            "OutboundTests",
            [
                "Outbound", "App", "Domain", "API", "Storage", "SQL", "HTTP", "Model", "Crypto", "Platform",
                "TestSupport",
            ]),
        tests(
            "OAuthTests", ["OAuth", "Domain", "Storage", "JOSE", "HTTP", "Model", "Crypto", "Platform", "TestSupport"]),
        tests("LoginTests", ["Login", "Domain", "HTTP", "Model", "Crypto", "Platform", "Storage", "TestSupport"]),
        tests("APITests", ["API", "Domain", "JOSE", "HTTP", "Model", "Crypto", "Platform", "TestSupport"]),
        tests(
            "EndToEndTests",
            [
                "App", "Domain", "HTTP", "JOSE", "Storage", "SQLite", "Postgres", "SQL", "Model", "Crypto", "Platform",
                "TestSupport",
            ]),
        tests("BrowserTests", ["App", "Domain", "HTTP", "JOSE", "Model", "Crypto", "Platform", "TestSupport"]),
        tests("ArchitectureTests", ["App", "Platform", "TestSupport"]),
        fuzzing,
    ] + hintTargets
)
