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
        let methods = try await WalkWorld.shared().server.service.apiMethods.map(\.walkName).filter {
            $0.hasPrefix("\(Contract.service)/") || $0.contains(" /management/v1/users/")
        }
        #expect(Set(methods) == Set(Contract.all.map(\.method)))
        #expect(Set(Contract.all.map(\.testDescription)).count == Contract.all.count)
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
        for wire in contract.wires {
            let response = try await ContractCall(contract).call(over: wire)
            try #require(response.status == .ok, "\(response.text)")
            #expect(response.fields["Content-Type"]?.hasPrefix("application/json") == true)
            #expect(response.fields["Cache-Control"] == "no-store")
            let json = try response.json
            #expect(Set(try #require(json.objectValue).members.map(\.name)) == contract.reply, "\(response.text)")
            try expectHead(json, contract)
            shapes.append(json.shape)
        }
        #expect(Set(shapes).count == 1)
    }

    /// The older methods that tell when something was created.
    private static let additions: Set = [
        "SetUserMetadata", "GenerateMachineSecret", "AddMachineKey", "AddPersonalAccessToken",
    ]

    /// What stands before the rows of a list, or tells of a change.
    private func expectHead(_ json: JSONValue, _ contract: Contract) throws {
        if let page = json["pagination"] {
            #expect(page.shape == ["totalResult", "appliedLimit"])
            #expect(page["appliedLimit"] == "100")
        }
        guard let details = json["details"] else { return }
        if contract.name.hasPrefix("List") {
            #expect(details.shape == ["totalResult", contract.isOlder ? "viewTimestamp" : "timestamp"])
        } else if contract.isOlder, Self.additions.contains(contract.name) {
            #expect(details.shape == ["sequence", "creationDate", "resourceOwner"])
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
            for wire in contract.wires {
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

    // The management API is about one organization: there is nobody outside of it.
    @Test(arguments: Contract.all.filter { $0.isOlder && !$0.unknown.isEmpty })
    func `a user of another organization is as unknown as one that never was`(contract: Contract) async throws {
        let world = try await WalkWorld.shared()
        let row = try #require(contract.row)
        let user: FieldPath = contract.pathFields.contains("id") ? "id" : "userId"
        let unknown = try #require(contract.unknown.first { $0.path.description == user.description })
        let foreign = WalkRow(row.kind, row.method, user.set("stranger-of-b", in: row.message))
        let response = try await world.call(foreign, over: .rest, as: .root)
        #expect(response.status == unknown.status, "\(response.text)")
        let isTold = ["GetUserByID", "GenerateMachineSecret"].contains(contract.name)
        #expect(try response.errorID == (isTold ? "MANAG-fpo4B" : unknown.errorID))
        #expect(try response.json["details"]?["totalResult"] == nil)
    }

    @Test(arguments: Contract.all)
    func `who may not do it is told why, by both wires alike`(contract: Contract) async throws {
        let world = try await WalkWorld.shared()
        let row = try #require(contract.row)
        guard case let (permission?, isRow) = contract.permission, !isRow, contract.code == nil else { return }
        let isGate = contract.isOlder || contract.name == "AddHumanUser"
        for wire in contract.wires {
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
            #expect(try response.errorID == (isGate ? "AUTH-5mWD2" : "AUTH-AWfge"))
        }
    }
}

extension JSONValue {
    /// The names of the members of an object.
    fileprivate var shape: Set<String> { Set(objectValue?.members.map(\.name) ?? []) }
}
