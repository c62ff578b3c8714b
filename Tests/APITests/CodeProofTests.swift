internal import Crypto
internal import Domain
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("One-time codes: the proof that the link in a mail carries")
struct CodeProofTests {
    private static let address = "minnie@mouse.example"
    let fixture: UsersFixture
    let codes: Codes

    init() async throws {
        fixture = try await UsersFixture()
        codes = Codes(masterKey: fixture.masterKey, ids: fixture.api.ids)
    }

    private func issue(_ purpose: CodePurpose, of user: User.ID = "minnie") async throws -> IssuedCode {
        let (codes, now) = (codes, fixture.api.clock.now)
        return try await fixture.api.database.write { (tx) throws(DomainError) in
            try codes.issue(purpose, of: user, address: Self.address, in: tx, at: now)
        }
    }

    private func use(
        _ code: PresentedCode, _ purpose: CodePurpose, id: String, of user: User.ID = "minnie",
        address: String = address
    ) async throws -> CodeUse {
        let (codes, now) = (codes, fixture.api.clock.now)
        return try await fixture.api.database.write { (tx) throws(DomainError) in
            try codes.use(
                code, purpose, id: purpose == .passkey ? id : nil, of: user, address: address, in: tx, at: now)
        }
    }

    private func failures(_ purpose: CodePurpose, id: String) async throws -> Int64? {
        try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.code(purpose, id: id, of: "minnie")?.failures
        }
    }

    /// What somebody does who knows whose code it is, and nothing else.
    private func guess(_ purpose: CodePurpose, _ issued: IssuedCode) async throws {
        for _ in 0..<purpose.greatestFailures {
            #expect(try await use(PresentedCode("guess"), purpose, id: issued.id) == .wrong)
        }
        #expect(try await use(PresentedCode("guess"), purpose, id: issued.id) == .missing)
    }

    @Test(arguments: CodePurpose.allCases)
    func `when strangers have used the tries up, the code counts with its proof alone, and once`(
        purpose: CodePurpose
    ) async throws {
        let issued = try await issue(purpose)
        try await guess(purpose, issued)
        #expect(try await use(PresentedCode(issued.code), purpose, id: issued.id) == .missing)
        let link = PresentedCode(issued.code, proof: issued.proof)
        #expect(try await use(link, purpose, id: issued.id) == .accepted(details: [:]))
        #expect(try await use(link, purpose, id: issued.id) == .missing)
    }

    @Test(arguments: CodePurpose.allCases)
    func `a link ends with its code, and when another code takes its place`(
        purpose: CodePurpose
    ) async throws {
        let old = try await issue(purpose)
        let new = try await issue(purpose)
        #expect(try await use(PresentedCode(old.code, proof: old.proof), purpose, id: new.id) == .forged)
        fixture.api.clock.advance(by: purpose.lifetime)
        #expect(try await use(PresentedCode(new.code, proof: new.proof), purpose, id: new.id) == .expired)
    }

    @Test(arguments: CodePurpose.allCases)
    func `of two who use one link at once, one gets through`(purpose: CodePurpose) async throws {
        let issued = try await issue(purpose)
        try await guess(purpose, issued)
        let link = PresentedCode(issued.code, proof: issued.proof)
        async let first = use(link, purpose, id: issued.id)
        async let second = use(link, purpose, id: issued.id)
        let uses = try await [first, second]
        #expect(uses.count { $0 == .accepted(details: [:]) } == 1)
        #expect(uses.count { $0 == .missing } == 1)
    }

    @Test(arguments: CodePurpose.allCases)
    func `a proof of anything else is none, and counts nothing`(purpose: CodePurpose) async throws {
        let issued = try await issue(purpose)
        let other = purpose == .passkey ? CodePurpose.password : .passkey
        var proofs = [
            "", "x", issued.code, "\(issued.proof)A", String(issued.proof.dropLast()), "\(issued.proof)==",
            Self.turned(issued.proof, at: 0), Self.turned(issued.proof, at: issued.proof.utf8.count / 2),
            try await issue(other).proof, try await issue(purpose, of: "robot").proof,
        ]
        let strange = Codes(masterKey: .random(), ids: fixture.api.ids)
        let now = fixture.api.clock.now
        proofs.append(
            try await fixture.api.database.write { (tx) throws(DomainError) in
                try strange.issue(.email, of: "other-robot", address: Self.address, in: tx, at: now).proof
            })
        for proof in proofs {
            #expect(
                try await use(PresentedCode(issued.code, proof: proof), purpose, id: issued.id) == .forged, "\(proof)")
        }
        for code in ["guess", "", issued.code.lowercased() + "x"] {
            #expect(try await use(PresentedCode(code, proof: issued.proof), purpose, id: issued.id) == .forged)
        }
        let link = PresentedCode(issued.code, proof: issued.proof)
        #expect(try await use(link, purpose, id: issued.id, address: "other@mouse.example") == .forged)
        #expect(try await use(link, other, id: issued.id) != .accepted(details: [:]))
        #expect(try await use(link, purpose, id: issued.id, of: "robot") != .accepted(details: [:]))
        #expect(try await failures(purpose, id: issued.id) == 0)
        #expect(try await use(PresentedCode(issued.code), purpose, id: issued.id) == .accepted(details: [:]))
    }

    @Test func `the proof of one open link for a passkey is none for another`() async throws {
        let (first, second) = (try await issue(.passkey), try await issue(.passkey))
        #expect(try await use(PresentedCode(first.code, proof: first.proof), .passkey, id: second.id) == .forged)
        #expect(try await use(PresentedCode(second.code, proof: first.proof), .passkey, id: second.id) == .forged)
        for issued in [second, first] {
            let link = PresentedCode(issued.code, proof: issued.proof)
            #expect(try await use(link, .passkey, id: issued.id) == .accepted(details: [:]))
        }
    }

    @Test func `a proof has 128 bits, which say nothing of the code`() async throws {
        let issued = try await issue(.password)
        #expect(Base64URL.decode(issued.proof)?.count == 16)
        #expect(!issued.proof.contains(issued.code))
    }

    /// With another character at that place.
    private static func turned(_ text: String, at place: Int) -> String {
        var bytes = Array(text.utf8)
        bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return String(decoding: bytes, as: UTF8.self)
    }
}
