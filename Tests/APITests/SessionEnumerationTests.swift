internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Sessions: nobody learns who has an account", .serialized)
struct SessionEnumerationTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    @Test func `CVE-2026-23511, CVE-2024-41952, CVE-2026-4633: known and unknown users answer with the same words`()
        async throws
    {
        for _ in 0..<7 {
            let known = try await fixture.login("minnie", password: "wrong")
            let unknown = try await fixture.login("nobody", password: "wrong")
            #expect(known.status == unknown.status && known.text == unknown.text)
        }
    }

    @Test func `CVE-2025-54999: known and unknown users answer in the same time`() async throws {
        var (known, unknown): ([Duration], [Duration]) = ([], [])
        for _ in 0..<40 {
            known.append(try await time("minnie"))
            unknown.append(try await time("nobody"))
        }
        let ratio = median(known) / median(unknown)
        // Far from what it would be if one of them were not hashed, and wide enough for a machine that is busy.
        #expect((0.6...1.7).contains(ratio), "known \(median(known)), unknown \(median(unknown))")
    }

    private func time(_ name: String) async throws -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        expect(try await fixture.login(name, password: "wrong"), .badRequest)
        return clock.now - start
    }

    private func median(_ samples: [Duration]) -> Duration {
        samples.sorted()[samples.count / 2]
    }
}
