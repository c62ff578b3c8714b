internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// The code of a device that waits (RFC 8628 §3.3). A code in the address is filled in, and never more: the person
    /// compares it with the device (§5.4).
    static let device = Page(.device, "device") { (visit) async throws(DomainError) in
        let words = visit.words
        let code = Field("code", words.deviceLabel).with {
            let given = visit.query["user_code"] ?? visit.flow.deviceCode ?? ""
            $0.value = String(given.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(20))
            $0.longest = 20
            $0.isFocused = true
            $0.extra = " autocapitalize=\"characters\" spellcheck=\"false\" class=\"code\""
        }
        return .view(
            View(
                words.deviceTitle, lead: words.deviceLead,
                visit.form(.device, "\(visit.field(code))\(visit.button(words.next))")))
    } submit: { (visit, form) async throws(DomainError) in
        let typed = (form["code"] ?? "").trimmingBlanks
        guard !typed.isEmpty, typed.utf8.count <= 64 else {
            visit.note(.fieldMissing, at: ["code"])
            return .go(.device)
        }
        visit.flow = visit.flow.fresh(at: visit.now)
        visit.flow.deviceCode = typed
        _ = try await visit.device()
        return try await visit.knownAccounts().isEmpty ? .go(.loginName) : .go(.accounts)
    }

    /// Whether the device may have tokens: asked of everybody, also of those who are signed in.
    static let deviceConfirmation = Page(.deviceConfirmation, "device-confirmation") {
        (visit) async throws(DomainError) in
        let (_, user) = try await visit.complete()
        let request = try await visit.device()
        visit.home = request.organizationID
        let words = visit.words
        let name = try await visit.shownName(of: user)
        let question = try await visit.parts.devices.consentQuestion(request, for: user.id)
        return .view(
            View(
                words.deviceConfirmTitle(question.applicationName),
                lead: words.deviceConfirmLead(question.applicationName, question.organizationName),
                """
                \(visit.who(name))
                <p class="usercode">\(visit.flow.deviceCode?.uppercased() ?? "")</p>
                <p>\(words.deviceWarning)</p>
                \(visit.gains(question))
                \(visit.form(
                    .deviceConfirmation,
                    """
                    <button type="submit" class="primary" name="action" value="allow">\(words.allow)</button>
                    \(visit.secondaryButton(words.deny, action: "deny"))
                    """))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (session, _) = try await visit.complete()
        let request = try await visit.device()
        guard let account = visit.browser.account(session.id) else { throw .loginIsOver }
        let isAllowed = form["action"] == "allow"
        if isAllowed {
            try await visit.parts.devices.approve(
                request.id, session: session.id, token: account.token, by: visit.parts.caller)
        } else {
            try await visit.parts.devices.deny(request.id, by: visit.parts.caller)
        }
        visit.flow.deviceCode = nil
        visit.flow.pending = ["allowed": .bool(isAllowed)]
        return .go(.deviceDone)
    }

    static let deviceDone = Page(.deviceDone, "device-done") { (visit) async throws(DomainError) in
        guard let isAllowed = visit.flow.pending?["allowed"]?.boolValue else { return .go(.device) }
        let words = visit.words
        return .view(
            View(
                isAllowed ? words.deviceAllowedTitle : words.deviceDeniedTitle,
                lead: isAllowed ? words.deviceAllowedLead : words.deviceDeniedLead,
                isAllowed ? Sign.done : ""))
    }
}

extension Visit {
    /// The device whose code was typed.
    fileprivate func device() async throws(DomainError) -> DeviceRequest {
        try await parts.devices.request(
            userCode: flow.deviceCode ?? "", from: request.clientAddress, by: parts.caller)
    }
}
