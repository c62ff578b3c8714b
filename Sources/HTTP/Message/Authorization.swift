extension String {
    /// What follows the scheme in the value of an `Authorization` field. Schemes are compared without regard to case
    /// (RFC 9110 §11.1), and one or more spaces follow them.
    /// - Parameter scheme: in lower case.
    package func credentials(ofScheme scheme: StaticString) -> String? {
        let name = scheme.description.utf8
        var rest = utf8[...]
        for expected in name {
            guard let byte = rest.popFirst(), byte | 0x20 == expected else { return nil }
        }
        guard rest.first == 0x20 else { return nil }
        let credentials = rest.drop { $0 == 0x20 }
        return credentials.isEmpty ? nil : String(Substring(credentials))
    }
}
