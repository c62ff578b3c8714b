internal import Model
internal import Platform

@testable internal import Domain

/// The fields inside a sealed token, as an older or newer node may have written them.
enum TokenBodyTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        guard let token = TokenBody.decode(bytes) else { return }
        let written = TokenBody.encode(token)
        guard let again = TokenBody.decode(written) else { throw Violation(rule: "a written body is not read") }
        try hold(again == token, "a body does not survive")
        try hold(TokenBody.encode(again) == written, "a body has two spellings")
        // Both are shown in answers of the introspection endpoint.
        _ = [token.issuedAt.rfc3339, token.expiresAt.rfc3339]
        _ = token.scopes.audienceProjects + token.scopes.roleKeys
    }
}
