internal import Crypto
internal import Platform
internal import Storage

/// `alcazar copy`: moves to another store.
enum CopyCommand {
    /// - Parameter arguments: `--from ADDRESS`, and `--to ADDRESS` unless the store of the settings is meant.
    /// - Returns: `nil` when the arguments are something else.
    static func addresses(
        _ arguments: [String], environment: [String: String]
    ) throws -> (from: StoreAddress, to: StoreAddress)? {
        var options: [String: String] = [:]
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard ["--from", "--to"].contains(name), options[name] == nil, let value = rest.popFirst() else {
                return nil
            }
            options[name] = value
        }
        guard let from = options["--from"] else { return nil }
        return (
            try address("--from", from),
            try options["--to"].map { try address("--to", $0) }
                ?? Configuration(environment: environment).store.address
        )
    }

    static func run(from source: StoreAddress, to target: StoreAddress) async throws {
        Output.error("copying \(source) to \(target)")
        let copy = StoreCopy(
            from: source.driver(), to: target.driver(), hash: { SHA256.digest($0) },
            progress: { table, rows in Output.error("  \(table): \(rows)") })
        let summaries: [StoreCopy.Summary]
        do throws(StoreCopyError) {
            summaries = try await copy.run(at: WallClock.system.now())
        } catch {
            throw StartError("nothing was copied: \(error)")
        }
        let rows = summaries.reduce(0) { $0 + $1.rows }
        Output.line("copied \(rows) rows in \(summaries.count) tables from \(source) to \(target), and verified them")
    }

    private static func address(_ option: String, _ text: String) throws(StartError) -> StoreAddress {
        do throws(StartError) { return try StoreAddress(text) } catch { throw StartError("\(option) \(error)") }
    }
}
