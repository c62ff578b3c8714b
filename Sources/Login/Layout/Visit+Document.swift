internal import Domain
internal import HTTP
internal import Model

extension Visit {
    /// The whole document around the contents of a page.
    func document(_ view: View, _ look: Look) -> HTML {
        let scripts = (view.hasScript ? [Asset.once, .webAuthn] : [.once]).map { asset -> HTML in
            "<script src=\"\(asset.url)\" defer></script>"
        }
        return """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>\(view.title) – \(parts.instance.name)</title>
            <link rel="icon" type="image/svg+xml" href="\(Asset.icon.url)">
            <link rel="stylesheet" href="\(look.styleSheetURL)">
            <link rel="stylesheet" href="\(Asset.styleSheet.url)">
            \(scripts)
            </head>
            <body>
            <main>
            <div class="card">
            \(mark)
            <h1 id="title">\(view.title)</h1>
            \(view.lead.map { "<p class=\"lead\">\($0)</p>" })
            \(noticeBox)
            \(view.body)
            </div>
            </main>
            \(footer(look, offersLanguages: view.offersLanguages))
            </body>
            </html>

            """
    }

    private var mark: HTML {
        """
        <p class="mark"><svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">\
        <path d="M3 29V8h4v3h4V8h4v3h2V8h4v3h4V8h4v21h-9v-6a4 4 0 0 0-8 0v6z" fill="currentColor"/></svg>\
        <span>\(parts.instance.name)</span></p>
        """
    }

    /// What happened, read out at once by screen readers.
    private var noticeBox: HTML? {
        guard let notice = flow.notice else { return nil }
        let text = words.notice(notice)
        if notice.isGood { return "<div class=\"notice good\" role=\"status\"><p>\(text.what)</p></div>" }
        return """
            <div class="notice alert" role="alert" id="notice" tabindex="-1">\
            <p><strong>\(text.what)</strong></p><p>\(text.next)</p></div>
            """
    }

    private func footer(_ look: Look, offersLanguages: Bool) -> HTML {
        let legal = look.legal
        let links: [(String, String)] = [
            (legal.termsOfServiceLink, words.terms), (legal.privacyPolicyLink, words.privacy),
            (legal.helpLink, words.help),
            (legal.supportEmail.isEmpty ? "" : "mailto:\(legal.supportEmail)", words.support),
            (legal.customLink, legal.customLinkText),
        ]
        let shown = links.compactMap { address, text -> HTML? in
            guard !text.isEmpty, let url = SafeURL(configured: address) else { return nil }
            return "<a href=\"\(url)\" rel=\"noopener\">\(text)</a>"
        }
        let languages = Language.allCases.map { choice -> HTML in
            guard choice != language else { return "<span aria-current=\"true\">\(choice.ownName)</span>" }
            let url = currentURL(adding: [("lang", choice.rawValue)])
            return
                "<a href=\"\(url)\" lang=\"\(choice.rawValue)\" hreflang=\"\(choice.rawValue)\">\(choice.ownName)</a>"
        }
        let watermark: HTML? = look.branding.disablesWatermark ? nil : "<p class=\"watermark\">Alcazar</p>"
        return """
            <footer>
            \(offersLanguages ? "<nav aria-label=\"\(words.languages)\">\(languages)</nav>" : nil)
            \(shown.isEmpty ? nil : "<nav aria-label=\"\(words.furtherLinks)\">\(shown)</nav>")
            \(watermark)
            </footer>
            """
    }

    /// This page again.
    private func currentURL(adding query: [(String, String)]) -> SafeURL {
        let kept = self.query.pairs.filter { pair in
            pair.name != Flow.field && !query.contains { $0.0 == pair.name }
        }
        let step = (name: Flow.field, value: flow.sealed(for: browser, parts.seals))
        return SafeURL(
            path: request.path, query: [step] + kept.map { ($0.name, $0.value) } + query, encode: FormCoding.encode)
    }
}
