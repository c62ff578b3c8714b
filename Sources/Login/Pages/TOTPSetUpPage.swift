internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// An authenticator application: the secret as a picture and as text, and a first code as proof that it arrived.
    static let totpSetUp = Page(.totpSetUp, "totp-set-up") { (visit) async throws(DomainError) in
        let user = try await visit.enrolment(.totp).user
        guard let secret = visit.flow.pending?["secret"]?.stringValue, let uri = visit.flow.pending?["uri"]?.stringValue
        else {
            let offer = try visit.parts.secondFactors.offerTOTP(to: user)
            // Kept in the sealed step, so that loading the page again, or a wrong code, shows the same picture.
            visit.flow.pending = ["secret": .string(offer.secret.exposed), "uri": .string(offer.uri.exposed)]
            return .go(.totpSetUp)
        }
        let words = visit.words
        let steps = words.totpSetUpSteps.map { step -> HTML in "<li>\(step)</li>" }
        let code = Field.code(words.codeLabel(.totp), hint: nil, digits: 6)
        return .view(
            View(
                words.totpSetUpTitle,
                """
                <ol class="steps">\(steps)</ol>
                \(QRPicture(uri).svg(title: words.qrCodeText))
                <details><summary>\(words.secretInstead)</summary><p class="secret">\(secret.inGroups)</p></details>
                \(visit.form(.totpSetUp, "\(visit.field(code))\(visit.button(words.confirm))"))
                \(visit.links([visit.link(words.back, visit.url(.setUp) { $0.pending = nil })]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let session = try await visit.enrolment(.totp).session
        let code = (form["code"] ?? "").filter { !" -".contains($0) }
        guard let secret = visit.flow.pending?["secret"]?.stringValue, !code.isEmpty else {
            visit.note(.fieldMissing, at: ["code"])
            return .go(.totpSetUp)
        }
        var checks = SessionChecks()
        checks.newTOTP = NewTOTP(secret: Secret(secret), code: code)
        try await visit.keep(
            visit.parts.sessions.change(
                session.id, SessionRequest(checks: checks), by: visit.parts.caller))
        visit.note(.factorIsSetUp)
        return try await visit.proceed()
    }
}

extension String {
    /// In fours, as people copy it.
    var inGroups: String {
        enumerated().reduce(into: "") { text, next in
            if next.offset > 0, next.offset.isMultiple(of: 4) { text.append(" ") }
            text.append(next.element)
        }
    }
}
