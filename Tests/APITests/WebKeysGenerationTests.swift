internal import Crypto
internal import Domain
internal import Model
internal import Testing

@Suite("Generation of keys")
struct WebKeysGenerationTests {
    @Test func `a key is made of the kind that was asked for`() async throws {
        let generator = KeyGenerator()
        #expect(try await generator.generate(.rsa(bits: 2048)).kind == .rsa(bits: 2048))
        #expect(try await generator.generate(.ec(.p521)).kind == .ec(.p521))
    }

    @Test func `more requests than the limit are told to come back`() async throws {
        let generator = KeyGenerator(limit: 0)
        await #expect { try await generator.generate(.ed25519) } throws: { error in
            (error as? DomainError)?.kind == .unavailable
        }
    }
}
