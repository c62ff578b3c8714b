internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: the limits of every field")
struct ContractLimitTests {
    /// What is sent to it changes nothing that another limit depends on: a request's form is checked first.
    private static let world = Task { try await WalkWorld.shared().copy() }

    struct Row: Sendable, CustomTestStringConvertible {
        let contract: Contract
        let limit: FieldLimit

        var testDescription: String { "\(contract.testDescription) \(limit.path)" }
    }

    static let rows = Contract.all.flatMap { contract in contract.limits.map { Row(contract: contract, limit: $0) } }

    @Test(arguments: rows)
    func `a value at its limit passes and one beyond is refused in the validator's words`(row: Row) async throws {
        let world = try await Self.world.value.adding("code", "ABC123")
        let original = try #require(row.contract.row)
        let request = "\(row.contract.name)Request"
        for probe in row.limit.probes {
            let message = row.limit.path.set(probe.value, in: row.limit.message ?? original.message)
            for wire in row.contract.wires where row.isExpressible(probe, over: wire) {
                let response = try await world.call(
                    WalkRow(original.kind, original.method, message), over: wire, as: .root)
                guard let reason = probe.fault else {
                    #expect(response.status.code < 500, "\(response.text)")
                    #expect(!response.text.contains("invalid \(request)"), "\(response.text)")
                    continue
                }
                let json = try response.json
                #expect(response.status == .badRequest, "\(probe.value?.text.prefix(40) ?? "absent")")
                #expect(json["code"] == (wire == .connect ? "invalid_argument" : 3))
                #expect(json["details"] == nil)
                let text = try #require(json["message"]?.stringValue)
                #expect(text.hasPrefix(row.limit.path.fault(in: request, reason)), "\(text)")
            }
        }
    }
}

extension ContractLimitTests.Row {
    /// Whether a request can carry the value. An empty segment of a path, or a missing one, leads elsewhere; a query has
    /// neither empty lists nor nulls.
    fileprivate func isExpressible(_ probe: FieldLimit.Probe, over wire: WalkWorld.Wire) -> Bool {
        guard wire == .rest, let field = limit.path.topLevelField, contract.pathFields.contains(field) else {
            return true
        }
        return probe.value?.stringValue?.isEmpty == false
    }
}
