internal import Testing

@testable internal import Login

@Suite("WCAG 2.2 §1.4.3: text is readable in any branding")
struct ColorTests {
    /// Each color of text with each ground on which the style sheet puts it.
    private static let pairs = [
        ("ink", "surface"), ("ink", "soft"), ("ink", "alert-tint"), ("muted", "surface"), ("muted", "soft"),
        ("link", "surface"), ("link", "soft"), ("page-muted", "page"), ("on-button", "button"),
        ("on-button", "button-hover"), ("alert", "surface"), ("alert", "alert-tint"), ("good", "good-tint"),
    ]

    /// Contrasts by the definition of the guideline, computed with another program.
    @Test(arguments: [
        ("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.478), ("#5469d4", "#ffffff", 4.829),
        ("#2073c4", "#ffffff", 4.871), ("#ff0000", "#0000ff", 2.149),
    ])
    func `the contrast of two colors is that of the guideline`(one: String, other: String, expected: Double) throws {
        let contrast = try #require(Color(hex: one)).contrast(to: try #require(Color(hex: other)))
        #expect(abs(contrast - expected) < 0.01, "\(contrast)")
    }

    @Test(arguments: [
        "#5469d4", "#ffff00", "#000000", "#ffffff", "#777777", "#00ff00", "#ff0000", "#0055aa", "none", "#12345", "",
    ])
    func `no choice of colors makes text hard to read`(chosen: String) throws {
        // Among the grays are those on which neither black nor white is read easily.
        let grays = stride(from: 96, through: 144, by: 4).map { gray in
            let byte = String(gray, radix: 16)
            return "#\(byte)\(byte)\(byte)"
        }
        for background in ["", "#fafafa", "#111827", "#0055aa", "#c00000", chosen] + grays {
            for (font, isDark) in [(chosen, false), (chosen, true), ("", false), ("", true)] {
                let palette = Palette(
                    primary: chosen, background: background, warn: chosen, font: font, isDark: isDark)
                let colors = try Dictionary(
                    uniqueKeysWithValues: palette.css.split(separator: ";").map { pair in
                        let parts = pair.split(separator: ":")
                        return (String(parts[0]), try #require(Color(hex: String(parts[1]))))
                    })
                for (text, ground) in Self.pairs {
                    let one = try #require(colors["--\(text)"])
                    let contrast = one.contrast(to: try #require(colors["--\(ground)"]))
                    #expect(contrast >= 4.5, "\(text) on \(ground) with \(chosen), \(background): \(contrast)")
                }
            }
        }
    }

    @Test func `every color of the style sheet has a value, and no text is made fainter than its color`() throws {
        let palette = Palette(primary: "", background: "", warn: "", font: "", isDark: false).css
        let sheet = StyleSheet.text.description
        for use in sheet.split(separator: "var(").dropFirst() {
            let name = use.prefix { $0 != ")" }
            #expect(palette.contains("\(name):"), "\(name)")
        }
        for line in sheet.split(separator: "\n") where line.contains("opacity") {
            // WCAG 2.2 §1.4.3: text of a component that cannot be used needs no contrast.
            #expect(line.contains("[disabled]"), "\(line)")
        }
    }

    @Test(arguments: ["red", "#ff", "#ggg", "#12345678", "#+12", "#fff;}body{display:none", "url(x)", "#-11", "＃fff"])
    func `what is no color gets into no style sheet`(text: String) {
        #expect(Color(hex: text) == nil)
    }
}
