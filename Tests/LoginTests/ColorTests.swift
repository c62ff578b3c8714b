internal import Testing

@testable internal import Login

@Suite("WCAG 2.2 §1.4.3: text is readable in any branding")
struct ColorTests {
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
        "#5469d4", "#ffff00", "#000000", "#ffffff", "#777777", "#00ff00", "#ff0000", "none", "#12345", "",
    ])
    func `no choice of colors makes text hard to read`(chosen: String) throws {
        for background in ["#fafafa", "#111827", "#808080", chosen] {
            for isDark in [false, true] {
                let palette = Palette(
                    primary: chosen, background: background, warn: chosen, font: chosen, isDark: isDark)
                let colors = try Dictionary(
                    uniqueKeysWithValues: palette.css.split(separator: ";").map { pair in
                        let parts = pair.split(separator: ":")
                        return (String(parts[0]), try #require(Color(hex: String(parts[1]))))
                    })
                for (text, ground) in [
                    ("ink", "surface"), ("muted", "surface"), ("link", "surface"), ("on-button", "button"),
                    ("alert", "alert-tint"), ("good", "good-tint"),
                ] {
                    let one = try #require(colors["--\(text)"])
                    let contrast = one.contrast(to: try #require(colors["--\(ground)"]))
                    #expect(contrast >= 4.45, "\(text) on \(ground) with \(chosen), \(background): \(contrast)")
                }
            }
        }
    }

    @Test(arguments: ["red", "#ff", "#ggg", "#12345678", "#+12", "#fff;}body{display:none", "url(x)", "#-11", "＃fff"])
    func `what is no color gets into no style sheet`(text: String) {
        #expect(Color(hex: text) == nil)
    }
}
