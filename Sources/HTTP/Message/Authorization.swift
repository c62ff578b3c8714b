extension String {
    /// What follows the scheme in the value of an `Authorization` field. Schemes are compared without regard to case
    /// (RFC 9110 §11.1), and one or more spaces follow them.
    /// - Parameter scheme: in lower case.
    package func credentials(ofScheme scheme: StaticString) -> String? {
        let (text, name) = (utf8.span, scheme.description.utf8.span)
        guard text.count > name.count, name.indices.allSatisfy({ text[$0] | 0x20 == name[$0] }) else { return nil }
        var start = name.count
        while start < text.count, text[start] == 0x20 { start += 1 }
        guard start > name.count, start < text.count else { return nil }
        return String(Substring(utf8.dropFirst(start)))
    }
}
