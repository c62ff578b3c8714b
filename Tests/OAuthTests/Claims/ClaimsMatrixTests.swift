internal import Platform
internal import TestSupport
internal import Testing

@Suite("The claims matrix: what is told where")
struct ClaimsMatrixTests {
    @Test(arguments: MatrixRow.all)
    func `each claim is told where and when the matrix says, whatever else is on or off`(row: MatrixRow) async throws {
        for answers in try await ClaimsWorld.shared.value.answers {
            let claim = row.claim.replacing("{project}", with: answers.project)
            let places: [(String, Cell, JSONValue)] = [
                ("userinfo", row.userInfo, answers.userInfo),
                ("introspection", row.introspection, answers.introspection),
                ("ID token", row.idToken, answers.idToken),
                ("JWT access token", row.accessToken, answers.accessToken),
            ]
            for (name, cell, claims) in places {
                let isTold = claims[claim] != nil
                let switches = answers.on.map(\.rawValue).sorted()
                #expect(isTold == cell.isTold(answers.on), "\(name) with \(switches)")
            }
        }
    }

    @Test func `no place tells anything that is not in the matrix`() async throws {
        for answers in try await ClaimsWorld.shared.value.answers {
            let known = Set(MatrixRow.all.map { $0.claim.replacing("{project}", with: answers.project) })
            let ours: Set = ["urn:alcazar:family", "urn:alcazar:project"]
            for place in [answers.userInfo, answers.introspection, answers.idToken, answers.accessToken] {
                let names = Set(try #require(place.objectValue).members.map(\.name))
                #expect(names.subtracting(known).subtracting(ours).isEmpty)
            }
        }
    }
}
