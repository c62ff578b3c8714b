package import Model

extension MessageContent {
    /// The words as plain text: of an SMS, or of a mail's first part.
    var plainText: String {
        var paragraphs = [greeting, text]
        if !code.isEmpty, !codeLabel.isEmpty { paragraphs.append("\(codeLabel) \(code)") }
        if !link.isEmpty { paragraphs.append("\(button): \(link)") }
        paragraphs.append(closing)
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    /// The words as a page of HTML. Whatever a value holds, it is text here.
    func html(_ branding: BrandingSettings) -> String {
        let color = Self.color(branding.primaryColor, else: "#5469d4")
        var rows = [paragraph(greeting), paragraph(text)]
        if !code.isEmpty, !codeLabel.isEmpty {
            rows.append(paragraph(codeLabel, style: "margin-bottom:4px"))
            rows.append(
                "<p style=\"margin:0 0 16px;font-size:28px;letter-spacing:4px;font-family:monospace\">"
                    + "\(code.escapedForHTML)</p>")
        }
        if !link.isEmpty {
            rows.append(
                "<p style=\"margin:24px 0\"><a href=\"\(link.escapedForHTML)\" style=\"background:\(color);"
                    + "color:#ffffff;text-decoration:none;padding:12px 24px;border-radius:6px;display:inline-block\">"
                    + "\(button.escapedForHTML)</a></p>")
        }
        rows.append(paragraph(closing, style: "color:#666666;font-size:14px"))
        return """
            <!DOCTYPE html>
            <html lang="\(language.escapedForHTML)">
            <head><meta charset="utf-8"><title>\(subject.escapedForHTML)</title></head>
            <body style="margin:0;padding:24px;background:#f4f4f5;font-family:sans-serif;font-size:16px;color:#1a1a1a">
            <div style="max-width:560px;margin:0 auto;padding:32px;background:#ffffff;border-radius:8px">
            \(rows.filter { !$0.isEmpty }.joined(separator: "\n"))
            </div>
            </body>
            </html>

            """
    }

    private func paragraph(_ text: String, style: String = "") -> String {
        guard !text.isEmpty else { return "" }
        return "<p style=\"margin:0 0 16px;line-height:1.5;\(style)\">\(text.escapedForHTML)</p>"
    }

    /// A color as CSS writes it in hexadecimal digits: whoever chooses it writes no style.
    private static func color(_ text: String, else standard: String) -> String {
        let digits = text.dropFirst()
        let isColor = text.hasPrefix("#") && (3...8).contains(digits.count) && digits.allSatisfy(\.isHexDigit)
        return isColor ? text : standard
    }
}

extension String {
    /// The text as it is shown, in an element or in an attribute within quotes.
    package var escapedForHTML: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension MessageContent {
    /// For somebody who watches a terminal: control characters were taken out of names when the words were made.
    package var consoleText: String {
        let head = subject.isEmpty ? "To \(address.onOneLine)" : "To \(address.onOneLine): \(subject)"
        let lines = plainText.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0.onOneLine)" }
        return "\n\(head)\n\(lines.joined(separator: "\n"))\n\n"
    }
}
