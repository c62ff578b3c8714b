/// One row of the module table: what a target may import. `docs/architecture.md` shows the same table with words.
struct Module: Sendable {
    let name: String
    /// A module imports modules of lower rows only.
    let row: Int
    let imports: Set<String>
    /// Speaks C: the only places where raw memory may be touched.
    let isUnsafe: Bool

    init(_ row: Int, _ name: String, _ imports: Set<String>, isUnsafe: Bool = false) {
        self.name = name
        self.row = row
        self.imports = imports
        self.isUnsafe = isUnsafe
    }

    static let all = [
        Module(0, "CLinux", []),
        Module(0, "COpenSSL", []),
        Module(0, "CArgon2", []),
        Module(0, "CCrypt", []),
        Module(0, "CSQLite", []),
        Module(0, "CPostgres", []),
        Module(0, "CCurl", []),
        Module(0, "Platform", []),
        Module(1, "Crypto", ["Platform", "COpenSSL", "CArgon2", "CCrypt"], isUnsafe: true),
        Module(1, "TLS", ["Platform", "COpenSSL"], isUnsafe: true),
        Module(1, "SQL", ["Platform"]),
        Module(1, "Model", ["Platform"]),
        Module(2, "JOSE", ["Platform", "Crypto"]),
        Module(2, "WebAuthn", ["Platform", "Crypto"]),
        Module(2, "HTTP", ["Platform", "TLS", "CLinux"], isUnsafe: true),
        Module(2, "SQLite", ["SQL", "CSQLite", "CLinux"], isUnsafe: true),
        Module(2, "Postgres", ["SQL", "CPostgres"], isUnsafe: true),
        Module(2, "Storage", ["Model", "SQL", "Platform"]),
        Module(2, "Outbound", ["Model", "Platform", "CCurl"], isUnsafe: true),
        Module(3, "Domain", ["Model", "Storage", "WebAuthn", "Crypto", "JOSE", "Outbound", "Platform"]),
        Module(4, "OAuth", ["Domain", "JOSE", "HTTP", "Model", "Platform"]),
        Module(4, "API", ["Domain", "HTTP", "Model", "Platform"]),
        Module(4, "Login", ["Domain", "HTTP", "Model", "Platform"]),
        Module(
            5, "App",
            [
                "API", "OAuth", "Login", "Domain", "Outbound", "Storage", "SQLite", "Postgres", "SQL", "Model", "JOSE",
                "HTTP", "TLS", "Crypto", "Platform",
            ]),
        Module(6, "alcazar", ["App"]),
    ]

    /// What the toolchain brings. Full `Foundation` is not in it: it carries locale data, which costs size and start-up
    /// time.
    static let toolchain: Set<String> = ["FoundationEssentials", "Synchronization", "Glibc", "Dispatch"]

    /// What a SQL driver is made for: the modules that hold statements.
    static let sqlModules: Set<String> = ["Storage", "SQLite", "Postgres"]
}
