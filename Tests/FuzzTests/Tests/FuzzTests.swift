internal import Testing

/// Every parser under input that nobody would write. Short here; `make fuzz` does the same for longer, guided by
/// coverage, on the same targets.
@Suite("Fuzzing", .serialized)
struct FuzzTests {
    @Test(arguments: FuzzTarget.all)
    func `the seeds hold`(target: FuzzTarget) throws {
        let seeds = Fuzzer.seeds(of: target)
        #expect(seeds.count >= 3)
        for (name, bytes) in seeds {
            do throws(Violation) { try target.check(bytes) } catch { Issue.record("\(name): \(error.rule)") }
        }
    }

    @Test(arguments: FuzzTarget.all)
    func `mutated seeds hold`(target: FuzzTarget) throws {
        try Fuzzer(target).run()
    }

    @Test(arguments: FuzzTarget.all)
    func `every target has words of its format`(target: FuzzTarget) {
        #expect(FuzzDictionary.words(of: target).count >= 5)
    }
}

extension FuzzTarget: CustomTestStringConvertible {
    var testDescription: String { name }
}
