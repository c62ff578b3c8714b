/// A color of sRGB, with the arithmetic that keeps text readable whatever colors an administrator chose (WCAG 2.2 §1.4.3).
struct Color: Sendable, Hashable {
    let red: Double
    let green: Double
    let blue: Double

    static let white = Color(red: 1, green: 1, blue: 1)
    static let black = Color(red: 0, green: 0, blue: 0)

    /// The nearest color that a style sheet can name, so that what is computed of it is what people see.
    init(red: Double, green: Double, blue: Double) {
        func nearest(_ part: Double) -> Double { (min(max(part, 0), 1) * 255).rounded() / 255 }
        self.red = nearest(red)
        self.green = nearest(green)
        self.blue = nearest(blue)
    }

    /// - Parameter text: `#rgb` or `#rrggbb`; nothing else gets into a style sheet.
    init?(hex text: String) {
        guard text.hasPrefix("#"), let value = UInt32(text.dropFirst(), radix: 16), !text.contains("+") else {
            return nil
        }
        switch text.utf8.count {
        case 4: self.init((value >> 8 & 15) * 17, (value >> 4 & 15) * 17, (value & 15) * 17)
        case 7: self.init(value >> 16 & 255, value >> 8 & 255, value & 255)
        default: return nil
        }
    }

    private init(_ red: UInt32, _ green: UInt32, _ blue: UInt32) {
        self.init(red: Double(red) / 255, green: Double(green) / 255, blue: Double(blue) / 255)
    }

    /// `#rrggbb`.
    var css: String {
        let digits = Array("0123456789abcdef")
        return [red, green, blue].reduce(into: "#") { text, part in
            let byte = Int((part * 255).rounded())
            text.append(digits[byte >> 4])
            text.append(digits[byte & 15])
        }
    }

    /// - Parameter share: of the other color, 0 to 1.
    func mixed(with other: Color, _ share: Double) -> Color {
        Color(
            red: red + (other.red - red) * share, green: green + (other.green - green) * share,
            blue: blue + (other.blue - blue) * share)
    }

    /// 0 for black to 1 for white.
    var luminance: Double {
        func linear(_ part: Double) -> Double {
            guard part > 0.03928 else { return part / 12.92 }
            // The 2.4th power without a library of mathematics: x² · x^0.4, and x^0.4 by Newton's method.
            let base = (part + 0.055) / 1.055
            let square = base * base
            // From above, which comes nearer with each step, and from 1 to the darkest color in so many.
            var root = 1.0
            for _ in 0..<16 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
            return square * root
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// 1 to 21.
    func contrast(to other: Color) -> Double {
        Self.contrast(luminance, other.luminance)
    }

    private static func contrast(_ one: Double, _ other: Double) -> Double {
        (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    /// The color itself, or as much darker or lighter as it takes to be seen on each of the backgrounds. Where nothing
    /// is seen that well, black or white, whichever is seen better.
    func readable(on backgrounds: Color..., contrast least: Double = 4.5) -> Color {
        let grounds = backgrounds.map(\.luminance)
        func contrast(_ color: Color) -> Double {
            let own = color.luminance
            return grounds.map { Self.contrast(own, $0) }.min() ?? least
        }
        let end = contrast(.black) > contrast(.white) ? Color.black : .white
        for step in 0...20 {
            let candidate = mixed(with: end, Double(step) / 20)
            if contrast(candidate) >= least { return candidate }
        }
        return end
    }

    /// A ground with a little of another color, for the same text: where the text would be lost on it, a little of what
    /// the text is not.
    func tinted(_ color: Color, _ share: Double, for text: Color) -> Color {
        let tint = mixed(with: color, share)
        guard text.contrast(to: tint) < 4.5 else { return tint }
        return mixed(with: text.luminance < luminance ? .white : .black, share)
    }

    /// Black or white, whichever is read better on this color.
    var text: Color {
        Color.white.contrast(to: self) >= 4.5 || Color.white.contrast(to: self) >= Color.black.contrast(to: self)
            ? .white : Color(red: 0.05, green: 0.05, blue: 0.07)
    }
}
