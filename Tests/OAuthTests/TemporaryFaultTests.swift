internal import Model
internal import OAuth
internal import Testing

@Suite("RFC 6749 §5.2 and §4.1.2.1: faults that pass")
struct TemporaryFaultTests {
    @Test(arguments: [DomainError.storeUnavailable, .readTooLong])
    func `a client is told to come back`(fault: DomainError) {
        #expect(fault.isTemporary)
        #expect(OAuthError(fault).code == .temporarilyUnavailable)
    }
}
