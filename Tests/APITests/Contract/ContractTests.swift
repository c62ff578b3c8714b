internal import API
internal import App
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: every method as its contract says")
struct ContractTests {
    @Test func `every method of the service has its contract`() async throws {
        let methods = try await WalkWorld.shared().server.service.apiMethods.compactMap(\.connectName?.description)
        #expect(Set(methods.filter { $0.hasPrefix(Contract.service) }) == Set(Contract.all.map(\.method)))
        #expect(Set(Contract.all.map(\.name)).count == Contract.all.count)
    }

    @Test(arguments: Contract.all)
    func `the method is declared with its path and its permission`(contract: Contract) async throws {
        let method = try await WalkWorld.shared().method(try #require(contract.row))
        let rest = try #require(method.rest)
        #expect("\(rest.method) \(rest.pattern)" == contract.rest)
        #expect(rest.hasBody == contract.hasBody)
        #expect(method.access == contract.access)
    }

    @Test(arguments: Contract.all)
    func `the answer has its members, on both wires the same`(contract: Contract) async throws {
        var shapes: [Set<String>] = []
        for wire in [WalkWorld.Wire.connect, .rest] {
            let response = try await ContractCall(contract).call(over: wire)
            try #require(response.status == .ok, "\(response.text)")
            #expect(response.fields["Content-Type"]?.hasPrefix("application/json") == true)
            #expect(response.fields["Cache-Control"] == "no-store")
            let json = try response.json
            #expect(Set(try #require(json.objectValue).members.map(\.name)) == contract.reply, "\(response.text)")
            try expectHead(json, contract)
            shapes.append(json.shape)
        }
        #expect(shapes[0] == shapes[1])
    }

    /// What stands before the rows of a list, or tells of a change.
    private func expectHead(_ json: JSONValue, _ contract: Contract) throws {
        if let page = json["pagination"] {
            #expect(page.shape == ["totalResult", "appliedLimit"])
            #expect(page["appliedLimit"] == "100")
        }
        guard let details = json["details"] else { return }
        if contract.name.hasPrefix("List") {
            #expect(details.shape == ["totalResult", "timestamp"])
        } else if contract.name.hasPrefix("Get") {
            #expect(details.shape == ["sequence", "changeDate", "resourceOwner", "creationDate"])
        } else {
            #expect(details.shape == ["sequence", "changeDate", "resourceOwner"])
        }
        #expect(details["sequence"]?.stringValue.map { Int64($0) != nil } ?? true)
    }

    @Test(arguments: Contract.all.filter { !$0.unknown.isEmpty })
    func `what the message names and is not there is told by its error`(contract: Contract) async throws {
        let call = try await ContractCall(contract)
        for unknown in contract.unknown {
            let message = unknown.path.set(unknown.path.isList ? ["not-there"] : "not-there", in: call.row.message)
            let row = WalkRow(call.row.kind, call.row.method, message)
            for wire in [WalkWorld.Wire.connect, .rest] {
                let response = try await call.world.call(row, over: wire, as: .root)
                #expect(response.status == unknown.status, "\(unknown.path): \(response.text)")
                #expect(try response.errorID == unknown.errorID, "\(unknown.path): \(response.text)")
                guard unknown.status == .ok else { continue }
                #expect(try response.json["details"]?["totalResult"] == nil)
                #expect(try response.json["pagination"]?["totalResult"] == nil)
                #expect(try response.json.objectValue?.members.allSatisfy { $0.value.arrayValue == nil } == true)
            }
        }
    }

    @Test(arguments: Contract.all)
    func `who may not do it is told why, by both wires alike`(contract: Contract) async throws {
        let world = try await WalkWorld.shared()
        let row = try #require(contract.row)
        guard case let (permission?, isRow) = contract.permission, !isRow, contract.code == nil else { return }
        for wire in [WalkWorld.Wire.connect, .rest] {
            // Of another organization: whoever has nothing to do with this one learns just that.
            for caller in [WalkWorld.Caller.stranger, .foreignOwner] {
                let response = try await world.call(row, over: wire, as: caller)
                #expect(response.status == .notFound, "\(response.text)")
                #expect(try response.errorID == "AUTHZ-cdgFk", "\(response.text)")
            }
            // With a role that lacks the permission.
            guard permission != .userRead else { continue }
            let response = try await world.call(row, over: wire, as: .viewer)
            #expect(response.status == .forbidden, "\(response.text)")
            #expect(try response.errorID == (contract.name == "AddHumanUser" ? "AUTH-5mWD2" : "AUTH-AWfge"))
        }
    }
}

extension JSONValue {
    /// The names of the members of an object.
    fileprivate var shape: Set<String> { Set(objectValue?.members.map(\.name) ?? []) }
}
