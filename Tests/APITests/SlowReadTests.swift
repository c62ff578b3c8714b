internal import API
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("What reads the store for too long")
struct SlowReadTests {
    @Test func `a call is told to ask for less, on both wires`() async throws {
        let api = try await TestAPI { database, _, _ in [.endless(database)] }
        let rest = try await api.rest(.get, "/v2/endless")
        #expect(rest.status == .gatewayTimeout)
        #expect(try rest.json["code"] == 4)
        #expect(try rest.json["details"]?[0]?["id"] == "STORE-Sl0w1")
        let connect = try await api.connect("zitadel.test.v2.TestService/ReadEndlessly", [:])
        #expect(connect.status == .gatewayTimeout)
        #expect(try connect.json["code"] == "deadline_exceeded")
        #expect(try connect.json["details"]?[0]?["debug"]?["id"] == "STORE-Sl0w1")
    }
}

extension APIMethod {
    fileprivate static func endless(_ database: Database) -> APIMethod {
        APIMethod(
            "zitadel.test.v2.TestService/ReadEndlessly", REST(.get, "/v2/endless"), access: .authenticated,
            MethodContract("Reads without an end.", [], reply: [])
        ) { _, _ async throws(DomainError) in
            _ = try await database.read { (tx) throws(DomainError) in
                try tx.first(
                    """
                    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers)
                    SELECT COUNT(*) AS total FROM numbers
                    """
                ) { _ in true }
            }
            return JSONObject()
        }
    }
}
