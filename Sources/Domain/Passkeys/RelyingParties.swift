internal import Model
internal import WebAuthn

/// The relying parties for which people register credentials: hosts of login pages, and what they share.
package struct RelyingParties: Sendable {
    /// What browsers show: the name of the instance.
    let name: String
    private let host: String
    private let extraPort: UInt16?

    /// - Parameters:
    ///   - name: what people know the service by.
    ///   - externalURL: the public URL: its host is the relying party where a request names none, and pages may be at its
    ///     port.
    package init(name: String, externalURL: String) {
        self.name = name
        let url = AbsoluteURI(externalURL)
        host = url?.host ?? ""
        extraPort = url?.port
    }

    /// The RP id that a request asks for: a host name in lower case, which an address is not (WebAuthn Level 2 §5.1.2).
    /// - Parameter domain: empty for the host of the public URL.
    /// - Throws: `WEBAU-Rp1d3` for anything else.
    func id(for domain: String) throws(DomainError) -> String {
        let refusal = DomainError(.invalidArgument, "WEBAU-Rp1d3", "The domain is not the name of a host")
        let name: DomainName
        do throws(DomainError) { name = try DomainName(domain.isEmpty ? host : domain) } catch { throw refusal }
        guard let last = name.rawValue.split(separator: ".").last, !last.allSatisfy(\.isNumber) else { throw refusal }
        return name.rawValue
    }

    func party(_ id: String) -> RelyingParty {
        RelyingParty(id: id, extraPort: extraPort)
    }
}
