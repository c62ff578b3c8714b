/// A color of sRGB, with the arithmetic that keeps text readable whatever colors an administrator chose (WCAG 2.2 §1.4.3).
struct Color: Sendable, Hashable {
    let red: Double
    let green: Double
    let blue: Double

    static let white = Color(red: 1, green: 1, blue: 1)
    static let black = Color(red: 0, green: 0, blue: 0)

    init(red: Double, green: Double, blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
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
            let byte = Int((min(max(part, 0), 1) * 255).rounded())
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
            var root = base
            for _ in 0..<40 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
            return square * root
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// 1 to 21.
    func contrast(to other: Color) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// The color itself, or as much darker or lighter as it takes to be seen on the background.
    func readable(on background: Color, contrast least: Double = 4.5) -> Color {
        let end = Color.black.contrast(to: background) > Color.white.contrast(to: background) ? Color.black : .white
        for step in 0...20 {
            let candidate = mixed(with: end, Double(step) / 20)
            if candidate.contrast(to: background) >= least { return candidate }
        }
        return end
    }

    /// Black or white, whichever is read better on this color.
    var text: Color {
        Color.white.contrast(to: self) >= 4.5 || Color.white.contrast(to: self) >= Color.black.contrast(to: self)
            ? .white : Color(red: 0.05, green: 0.05, blue: 0.07)
    }
}
