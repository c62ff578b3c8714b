internal import Domain
internal import Model

extension Visit {
    /// A form that posts to its page, with the step and the proof that it is ours.
    /// - Parameter id: `nil` for one of many on a page.
    func form(_ place: Place, _ body: HTML, id: StaticString? = "form", script: ScriptData? = nil) -> HTML {
        let state = flow.withoutNotice.sealed(for: browser, parts.seals)
        let proof = parts.seals.proof(browser: browser.id, page: place.rawValue, state: state)
        return """
            <form method="post" action="\(place.path)"\(id.map { " id=\"\($0.description)\"" })\(script?.attributes)>
            <input type="hidden" name="\(Flow.field)" value="\(state)">
            <input type="hidden" name="proof" value="\(proof)">
            \(body)
            </form>
            """
    }

    /// A line to type into, with its label.
    func field(_ field: Field) -> HTML {
        let hint: HTML? = field.hint.map { "<p class=\"hint\" id=\"\(field.name)-hint\">\($0)</p>" }
        let isRefused = flow.refusedFields.contains(field.name)
        let describedBy = [field.hint == nil ? nil : "\(field.name)-hint", isRefused ? "notice" : nil].compactMap { $0 }
        return """
            <div class="field"><label for="\(field.name)">\(field.label)</label>
            \(hint)
            <input id="\(field.name)" name="\(field.name)" type="\(field.kind.rawValue)" value="\(field.value)"\
             autocomplete="\(field.autocomplete)" maxlength="\(field.longest)"\(field.extra)\
            \(describedBy.isEmpty ? nil : " aria-describedby=\"\(describedBy.joined(separator: " "))\"")\
            \(isRefused ? " aria-invalid=\"true\"" : nil)\(field.isFocused ? " autofocus" : nil)\
            \(field.isRequired ? " required" : nil)></div>
            """
    }

    func button(_ text: String) -> HTML { "<button type=\"submit\" class=\"primary\">\(text)</button>" }

    func secondaryButton(_ text: String, action: StaticString) -> HTML {
        "<button type=\"submit\" class=\"secondary\" name=\"action\" value=\"\(action.description)\" formnovalidate>\(text)</button>"
    }

    func link(_ text: String, _ url: SafeURL) -> HTML { "<a href=\"\(url)\">\(text)</a>" }

    /// Ways out of a page, below its form.
    func links(_ links: [HTML?]) -> HTML {
        let items = links.compactMap { $0 }.map { link -> HTML in "<li>\(link)</li>" }
        return items.isEmpty ? "" : "<ul class=\"ways\">\(items)</ul>"
    }

    /// Who it is about, with a way to choose somebody else.
    func who(_ name: String) -> HTML {
        """
        <p class="who"><span class="avatar" aria-hidden="true">\(name.initial)</span>\
        <span class="name">\(name)</span>\
        <a href="\(url(.login) { $0.forgetPerson() })">\(words.notYou)</a></p>
        """
    }
}

/// What a line to type into is like.
struct Field: Sendable {
    enum Kind: String, Sendable {
        case text, password, email
    }

    let name: String
    let label: String
    var kind = Kind.text
    var value = ""
    /// A token of the HTML standard §4.10.18.7, by which password managers know what belongs here.
    var autocomplete = "off"
    var hint: String?
    /// In UTF-16 code units. What is longer, browsers cut off in silence (HTML §4.10.5.3.1).
    var longest = 200
    var isRequired = true
    var isFocused = false
    var extra: HTML = ""

    init(_ name: StaticString, _ label: String) {
        self.name = name.description
        self.label = label
    }

    func with(_ change: (inout Field) -> Void) -> Field {
        var field = self
        change(&field)
        return field
    }

    /// A password. The longest that is allowed fits in whatever its characters are, as each takes two code units at the
    /// most; who types a longer one of simple characters is told so, and not cut short.
    static func password(_ name: StaticString, _ label: String, isNew: Bool = false) -> Field {
        Field(name, label).with {
            $0.kind = .password
            $0.autocomplete = isNew ? "new-password" : "current-password"
            $0.longest = 2 * PasswordRules.greatestLength
        }
    }

    /// A code of digits.
    static func code(_ label: String, hint: String?, digits: Int) -> Field {
        Field("code", label).with {
            $0.autocomplete = "one-time-code"
            $0.hint = hint
            $0.longest = 32
            $0.isFocused = true
            $0.extra = " inputmode=\"numeric\" class=\"code\""
        }
    }
}

extension Flow {
    var withoutNotice: Flow {
        var flow = self
        flow.notice = nil
        return flow
    }
}

extension String {
    /// For an avatar.
    var initial: String { first { $0.isLetter || $0.isNumber }.map { String($0).uppercased() } ?? "?" }
}
