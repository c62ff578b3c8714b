internal import Platform
internal import TestSupport
internal import Testing

@testable internal import WebAuthn

/// An attestation object that another implementation made, and what must come of it.
struct AttestationRow: Sendable, CustomTestStringConvertible {
    let name: String
    let object: [UInt8]
    /// The name of the refusal; `nil` for none.
    let error: String?
    var testDescription: String { name }

    /// `nil` when the file cannot be read, which a test reports.
    static let file = try? Fixture.json("webauthn/attestation.json")

    static let all: [AttestationRow] = (file?["rows"]?.arrayValue ?? []).compactMap { row in
        guard let name = row["name"]?.stringValue, let object = try? row.hex("attestationObject") else { return nil }
        return AttestationRow(name: name, object: object, error: row["error"]?.stringValue)
    }
}

@Suite("WebAuthn Level 2 §8.2, §8.6, §8.7: attestation statements, and §6.5.1: keys")
struct AttestationTests {
    @Test func `the rows are there`() {
        #expect(AttestationRow.all.count == AttestationRow.file?["rows"]?.arrayValue?.count)
        #expect(AttestationRow.all.count > 90)
    }

    @Test(arguments: AttestationRow.all)
    func `a statement is accepted or refused`(row: AttestationRow) throws {
        let file = try #require(AttestationRow.file)
        let ceremony = RegistrationCeremony(
            Ceremonies.relyingParty, challenge: try file.hex("challenge"), requiresUserVerification: false)
        let response = RegistrationResponse(
            id: try file.hex("credentialId"), clientDataJSON: try file.hex("clientDataJSON"),
            attestationObject: row.object)
        do throws(WebAuthnError) {
            let registered = try ceremony.verify(response)
            #expect(row.error == nil)
            #expect(registered.id == response.id)
        } catch {
            #expect(row.error == error.name, "\(error)")
        }
    }

    /// Every shorter and one longer input: refused, whatever the reason, and never a trap.
    @Test(arguments: ["packed: the model in the certificate", "fido-u2f: a certificate", "extensions"])
    func `truncated and lengthened objects are refused`(name: String) throws {
        let row = try #require(AttestationRow.all.first { $0.name == name })
        for count in row.object.indices {
            #expect(throws: WebAuthnError.cbor(.truncated)) {
                try AttestationObject(decoding: Array(row.object[..<count]))
            }
        }
        #expect(throws: WebAuthnError.cbor(.trailingBytes)) { try AttestationObject(decoding: row.object + [0]) }
    }
}

extension WebAuthnError {
    /// The name of the case.
    fileprivate var name: String {
        if case .cbor = self { "cbor" } else { "\(self)" }
    }
}
