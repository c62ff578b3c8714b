internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: the same call again, and many at once")
struct ContractRepetitionTests {
    private static let count = 8

    @Test(arguments: Contract.all)
    func `of many calls at once so many succeed as the contract allows, and the rest is refused with one reason`(
        contract: Contract
    ) async throws {
        for wire in [WalkWorld.Wire.connect, .rest] {
            let call = try await ContractCall(contract)
            let responses = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<Self.count { group.addTask { try await call.call(over: wire) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try expect(responses, contract.repetition)
        }
    }

    @Test(arguments: Contract.all)
    func `one after the other comes to the same`(contract: Contract) async throws {
        let call = try await ContractCall(contract)
        var responses: [TestResponse] = []
        for index in 0..<Self.count {
            responses.append(try await call.call(over: index.isMultiple(of: 2) ? .rest : .connect))
        }
        try expect(responses, contract.repetition)
        if case .times(let count, _) = contract.repetition {
            #expect(responses.prefix(count).allSatisfy { $0.status == .ok })
        }
    }

    private func expect(_ responses: [TestResponse], _ repetition: Contract.Repetition) throws {
        let refusals = responses.filter { $0.status != .ok }
        switch repetition {
        case .always: #expect(refusals.isEmpty, "\(refusals.first?.text ?? "")")
        case .times(let count, let id):
            #expect(responses.count - refusals.count == count)
            #expect(Set(try refusals.map { try $0.errorID }) == [id])
        }
        #expect(responses.allSatisfy { $0.status.code < 500 })
    }
}
