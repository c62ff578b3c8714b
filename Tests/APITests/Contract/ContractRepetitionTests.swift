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
        for wire in contract.wires {
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
            responses.append(try await call.call(over: contract.wires[index % contract.wires.count]))
        }
        try expect(responses, contract.repetition)
        if case .times(let count, _) = contract.repetition {
            #expect(responses.prefix(count).allSatisfy { $0.status == .ok })
        }
    }

    @Test(arguments: Contract.all.filter { !$0.isOlder && $0.pathFields.contains("userId") })
    func `what is done to a user while it is removed leaves nothing of it`(contract: Contract) async throws {
        let call = try await ContractCall(contract)
        let user = try #require(call.row.message["userId"])
        let removal = WalkRow(.write, "\(Contract.service)/DeleteUser", ["userId": user])
        let responses = try await withThrowingTaskGroup(of: TestResponse.self) { group in
            for index in 0..<Self.count {
                group.addTask {
                    let row = index == Self.count / 2 ? removal : call.row
                    return try await call.world.call(row, over: .connect, as: .root)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for response in responses { #expect(response.status.code < 500, "\(response.text)") }
        let found = try await call.world.call(
            WalkRow(.read, "\(Contract.service)/GetUserByID", ["userId": user]), over: .connect, as: .root)
        #expect(found.status == .notFound)
        for list in ["ListKeys", "ListPersonalAccessTokens"] {
            let row = WalkRow(
                .list, "\(Contract.service)/\(list)", ["filters": [["userIdFilter": ["id": user]]]])
            #expect(try await call.world.call(row, over: .connect, as: .root).json["result"] == nil)
        }
    }

    /// Each attempt wants the same identifier, the same name in another spelling, or both.
    @Test(arguments: [(true, false), (false, true), (true, true)], [true, false])
    func `of users that want the same one is made`(wants: (id: Bool, name: Bool), isHuman: Bool) async throws {
        let world = try await WalkWorld.shared().copy()
        let responses = try await withThrowingTaskGroup(of: TestResponse.self) { group in
            for index in 0..<Self.count {
                let name = wants.name ? ["twin", "TWIN", "Twin", "tWIN"][index % 4] : "name-\(index)"
                var message: JSONObject = [
                    "organizationId": index.isMultiple(of: 2) ? "org-of-a" : "org-of-b", "username": .string(name),
                    "userId": .string(wants.id ? "twin" : "id-\(index)"),
                ]
                let email: JSONValue = ["email": .string("t\(index)@a.example")]
                message[isHuman ? "human" : "machine"] =
                    isHuman
                    ? ["profile": ["givenName": "T", "familyName": "W"], "email": email] : ["name": "Twin"]
                let row = WalkRow(.write, "\(Contract.service)/CreateUser", .object(message))
                group.addTask { try await world.call(row, over: .connect, as: .root) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(responses.filter { $0.status == .ok }.count == 1)
        let ids = Set(try responses.filter { $0.status != .ok }.map { try $0.errorID })
        #expect(ids.isSubset(of: ["V3-DKcYh", "COMMAND-7yiox1isql", "COMMAND-k2una"]), "\(ids)")
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
