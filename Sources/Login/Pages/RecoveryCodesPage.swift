internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    private static let count = 8

    /// Recovery codes: made on request, shown once, to copy or to keep as a file. New ones take the place of those before.
    static let recoveryCodes = Page(.recoveryCodes, "recovery-codes") { (visit) async throws(DomainError) in
        _ = try await visit.enrolment(.recovery)
        let words = visit.words
        guard let codes = visit.shownCodes else {
            return .view(
                View(
                    words.recoveryTitle, lead: words.recoveryLead,
                    """
                    \(visit.form(.recoveryCodes, visit.button(words.recoveryMake)))
                    \(visit.links([visit.link(words.back, visit.url(.setUp))]))
                    """))
        }
        let rows = codes.map { code -> HTML in "<li>\(code)</li>" }
        return .view(
            View(
                words.recoveryTitle, lead: words.recoveryShownLead,
                """
                <ul class="codes">\(rows)</ul>
                \(visit.form(.recoveryCodes, visit.secondaryButton(words.recoveryDownload, action: "download"), id: "file"))
                \(visit.form(
                    .recoveryCodes,
                    "<button type=\"submit\" class=\"primary\" name=\"action\" value=\"kept\">\(words.recoveryKept)</button>"))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let user = try await visit.enrolment(.recovery).user
        switch (form["action"], visit.shownCodes) {
        case ("download", let codes?):
            return .file(
                name: "recovery-codes.txt",
                text: "\(visit.parts.instance.name) – \(user.preferredLoginName)\n\n\(codes.joined(separator: "\n"))\n")
        case ("kept", _):
            visit.flow.pending = nil
            return try await visit.proceed()
        default:
            _ = try await visit.parts.secondFactors.removeRecoveryCodes(of: user.id, by: .signedIn(user))
            let made = try await visit.parts.secondFactors.generateRecoveryCodes(
                count, for: user.id, by: .signedIn(user))
            visit.flow.pending = ["codes": .array(made.codes.exposed.map { .string($0) })]
            return .go(.recoveryCodes)
        }
    }
}

extension Visit {
    fileprivate var shownCodes: [String]? {
        flow.pending?["codes"]?.arrayValue?.compactMap(\.stringValue)
    }
}
