internal import API
internal import App
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Every method of the running service: who may call it")
struct PermissionWalkTests {
    @Test func `every method has its row, and every row its method`() async throws {
        let methods = try await WalkWorld.shared().server.service.apiMethods.map(\.walkName)
        #expect(Set(methods).count == methods.count)
        #expect(Set(methods) == Set(WalkRow.all.map(\.method)))
        #expect(Set(WalkRow.all.map(\.testDescription)).count == WalkRow.all.count)
    }

    @Test func `no method is open to every token, except those that are listed here`() async throws {
        let open = try await WalkWorld.shared().server.service.apiMethods.filter { $0.permission == nil }
        #expect(Set(open.map(\.walkName)) == WalkRow.authenticatedOnly)
    }

    @Test(arguments: WalkRow.guarded)
    func `a change asks for a permission that viewers lack, and nothing else does`(row: WalkRow) async throws {
        let method = try await WalkWorld.shared().method(row)
        let permission = try #require(method.permission)
        #expect(Role.iamOwnerViewer.permissions.contains(permission) == (row.kind != .write))
        guard case .rows = method.access else { return }
        #expect(row.kind == .list)
    }

    @Test(arguments: WalkRow.all)
    func `without a token that counts the answer is a challenge`(row: WalkRow) async throws {
        let world = try await WalkWorld.shared()
        let token = try world.token(.root)
        let before = try await world.changesOutsideOfB()
        for wire in try world.wires(row) {
            for authorization in [
                nil, "", "Bearer", "Bearer ", "Bearer x", "Bearer alc_pat_AAAA", "Bearer \(token.dropLast())",
                "Bearer \(token)A", "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic \(token)", token,
            ] {
                let response = try await world.call(row, over: wire, authorization: authorization)
                #expect(response.status == .unauthorized, "\(authorization ?? "no field")")
                #expect(response.fields["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
            }
        }
        #expect(try await world.changesOutsideOfB() == before)
    }

    @Test(arguments: WalkRow.all, [WalkWorld.Caller.stranger, .foreignOwner])
    func `CVE-2025-64431, CVE-2025-27507: nobody of another organization reaches in`(
        row: WalkRow, caller: WalkWorld.Caller
    ) async throws {
        // With nothing said a call may be about B, where the caller may be allowed to change something.
        let world = try await WalkWorld.shared().copy()
        let before = try await world.changesOutsideOfB()
        for wire in try world.wires(row) {
            let inside = try await world.call(row, over: wire, as: caller)
            let outside = try await world.call(row, over: wire, as: caller, organization: nil)
            switch try world.method(row).access {
            case .rows:
                for response in [inside, outside] { try expectEmpty(response) }
            case .gate:
                expectRefused(inside)
                #expect(!outside.text.contains("-of-a"))
            case .object, .objectOrSelf:
                for response in [inside, outside] { expectRefused(response) }
            case .authenticated: break
            }
        }
        #expect(try await world.changesOutsideOfB() == before)
    }

    @Test(arguments: WalkRow.guarded.filter { $0.kind == .write })
    func `CVE-2021-45379: a user without a role does to itself only what is meant for that`(
        row: WalkRow
    ) async throws {
        let world = try await WalkWorld.shared()
        guard case .objectOrSelf = try world.method(row).access else {
            let before = try await world.changesOutsideOfB()
            for wire in try world.wires(row) { expectRefused(try await world.call(row, over: wire, as: row.subject)) }
            #expect(try await world.changesOutsideOfB() == before)
            return
        }
        for wire in try world.wires(row) {
            let copy = try await world.copy()
            try await copy.prepare(row)
            let response = try await copy.call(row, over: wire, as: row.subject)
            #expect(response.status == .ok, "\(response.text)")
        }
    }

    @Test(arguments: WalkRow.guarded)
    func `who only views sees everything and changes nothing`(row: WalkRow) async throws {
        let world = try await WalkWorld.shared()
        let before = try await world.changesOutsideOfB()
        for wire in try world.wires(row) {
            let response = try await world.call(row, over: wire, as: .viewer)
            switch row.kind {
            case .write: #expect(response.status == .forbidden, "\(response.text)")
            case .read: #expect(response.status == .ok, "\(response.text)")
            case .list: try expectRows(response)
            }
        }
        #expect(try await world.changesOutsideOfB() == before)
    }

    @Test(arguments: WalkRow.guarded, [WalkWorld.Caller.root, .owner, .loginClient])
    func `who has the permission is let in`(row: WalkRow, caller: WalkWorld.Caller) async throws {
        let shared = try await WalkWorld.shared()
        let permission = try #require(try row.permission ?? shared.method(row).permission)
        let role: Role =
            switch caller {
            case .root: .iamOwner
            case .loginClient: .iamLoginClient
            default: .orgOwner
            }
        // What else a login client may do is the business of the others.
        if caller == .loginClient, permission != .sessionLink { return }
        for wire in try shared.wires(row) {
            let world = try await shared.copy()
            try await world.prepare(row)
            let before = try await world.changesOutsideOfB()
            let response = try await world.call(row, over: wire, as: caller)
            guard role.permissions.contains(permission) else {
                expectRefused(response)
                #expect(caller == .owner || permission == .sessionLink)
                continue
            }
            try #require([.ok, .created].contains(response.status), "\(response.text)")
            if row.kind == .list { try expectRows(response) }
            if row.kind != .write { #expect(try await world.changesOutsideOfB() == before) }
        }
    }

    @Test(arguments: WalkRow.all.filter { $0.kind == .list })
    func `CVE-2025-67717: a list that asks for everything counts only what the caller may see`(
        row: WalkRow
    ) async throws {
        let world = try await WalkWorld.shared()
        guard case .rows = try world.method(row).access else { return }
        var message = try #require(row.message.objectValue)
        message["queries"] = nil
        message["filters"] = nil
        let open = WalkRow(.list, row.method, .object(message))
        for wire in try world.wires(row) {
            for caller in [WalkWorld.Caller.stranger, .foreignOwner] {
                let response = try await world.call(open, over: wire, as: caller)
                #expect(response.status == .ok)
                #expect(!response.text.contains("-of-a"))
                #expect(try response.total == response.rows.count)
            }
            #expect(try await world.call(open, over: wire, as: .root).total > 0)
        }
    }

    /// Either of the two errors of a caller without rights, and nothing of the object.
    private func expectRefused(_ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(
            [.forbidden, .notFound].contains(response.status), "\(response.text)", sourceLocation: sourceLocation)
        #expect(!response.text.contains("-of-a"), sourceLocation: sourceLocation)
    }

    private func expectEmpty(
        _ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(response.status == .ok, "\(response.text)", sourceLocation: sourceLocation)
        #expect(!response.text.contains("totalResult"), "\(response.text)", sourceLocation: sourceLocation)
        #expect(try response.rows.isEmpty, "\(response.text)", sourceLocation: sourceLocation)
    }

    private func expectRows(
        _ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try #require(response.status == .ok, "\(response.text)", sourceLocation: sourceLocation)
        #expect(try !response.rows.isEmpty, "\(response.text)", sourceLocation: sourceLocation)
        #expect(try response.total == response.rows.count, "\(response.text)", sourceLocation: sourceLocation)
    }
}

extension TestResponse {
    /// The rows of a list: its one member that is an array.
    var rows: [JSONValue] {
        get throws { try json.objectValue?.members.compactMap(\.value.arrayValue).first ?? [] }
    }

    /// What the head of a list says, in either form; nothing is none.
    var total: Int {
        get throws {
            let head = try json["pagination"] ?? json["details"]
            return head?["totalResult"]?.stringValue.flatMap { Int($0) } ?? 0
        }
    }
}
