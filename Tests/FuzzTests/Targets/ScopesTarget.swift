internal import Model

/// Scopes (RFC 6749 §3.3).
enum ScopesTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let scopes = ScopeSet(parsing: text) else { return }
        try hold(ScopeSet(parsing: scopes.text) == scopes, "scopes do not survive")
        try hold(Set(scopes.values).count == scopes.values.count, "a scope stands twice")
        let sent = Set(bytes.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) })
        try hold(Set(scopes.values) == sent, "scopes are lost or made up")
        for scope in scopes.values {
            let letters = scope.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
            try hold(letters && !scope.isEmpty, "a scope holds anything")
        }
        for scope in Scope.allCases {
            try hold(scopes.contains(scope) == sent.contains(scope.rawValue), "a scope is not found, or made up")
        }
        for id in scopes.audienceProjects {
            try hold(sent.contains("urn:zitadel:iam:org:project:id:\(id):aud"), "a project is made up")
        }
        let known = scopes.filter(Scope.isKnown)
        try hold(Set(known.values).isSubset(of: sent), "a known scope is made up")
        _ = [scopes.roleKeys, scopes.roleOrganizations, scopes.organizations, scopes.primaryDomains]
    }
}
