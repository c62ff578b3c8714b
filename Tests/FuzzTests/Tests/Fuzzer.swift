internal import FoundationEssentials
internal import Testing

/// Feeds a target with mutated seeds. The inputs follow from the seed alone, so a failure can be repeated.
///
/// `FUZZ_SECONDS` is the time for all targets together; without it each gets a fraction of a second. `FUZZ_SEED` is the
/// number to start from; without it a short run always makes the same inputs and a long run makes new ones.
struct Fuzzer {
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["FUZZ_SECONDS"].flatMap(Double.init)
    static let seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? (seconds == nil ? 1 : .random(in: .min ... .max))
    static let duration = Duration.seconds((seconds ?? 1) / Double(FuzzTarget.all.count))

    /// What one input may take: far more than any needs, far less than one that is not linear.
    private static let patience = Duration.seconds(5)

    private let target: FuzzTarget
    /// Holds the input that is being tried, for the case that the process does not survive it.
    private let file: URL

    init(_ target: FuzzTarget) {
        self.target = target
        let id = ProcessInfo.processInfo.processIdentifier
        file = FileManager.default.temporaryDirectory.appending(path: "alcazar-fuzz-\(id)-\(target.name).input")
    }

    static func seeds(of target: FuzzTarget) -> [(name: String, bytes: [UInt8])] {
        // The corpus of the HTTP tests is as good a start as one of its own.
        let folders = ["fuzz/\(target.name)"] + (target.name == "http-request" ? ["http"] : [])
        return folders.flatMap { Corpus.files($0) }.compactMap { path in Corpus.bytes(path).map { (path, $0) } }
            .filter { $0.1.count <= target.longest }
    }

    func run() throws {
        print("fuzz: \(target.name), FUZZ_SEED=\(Self.seed), current input in \(file.path)")
        var random = SeededRandom(seed: Self.seed)
        let words = FuzzDictionary.words(of: target)
        var mutator = Mutator(target, seeds: Self.seeds(of: target).map(\.bytes), words: words)
        let current = try CurrentInput(file)
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        var before = start
        while before - start < Self.duration {
            let bytes = mutator.next(&random)
            try current.write(bytes)
            do throws(Violation) { try target.check(bytes) } catch {
                return report("\(error.rule): \(Self.shown(bytes))")
            }
            let after = clock.now
            guard after - before < Self.patience else {
                return report("\(bytes.count) bytes take \(after - before)")
            }
            before = after
            count += 1
        }
        try FileManager.default.removeItem(at: file)
        print("fuzz: \(target.name), \(count) inputs held")
    }

    private func report(_ failure: String) {
        Issue.record("\(failure), FUZZ_SEED=\(Self.seed), input in \(file.path)")
    }

    /// The input as far as a line can show it.
    private static func shown(_ bytes: [UInt8]) -> String {
        bytes.prefix(400).map { byte in
            switch byte {
            case 0x20..<0x7F where byte != UInt8(ascii: "\\"): String(UnicodeScalar(byte))
            default: "\\x" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }.joined()
    }
}
