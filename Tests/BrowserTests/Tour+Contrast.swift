internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

extension Browser {
    /// WCAG 2.2 §1.4.3: how every text of the page stands out against what is really behind it, in both themes, on a phone
    /// and on a screen. The ratio is that of the guideline; a control that is disabled needs none.
    func expectReadableText(_ name: String) async throws {
        for device in Device.allCases {
            for theme in Theme.allCases {
                try await appear(on: device, theme)
                // Colors that fade from one theme to the other arrive first.
                try await run("return Promise.all(document.getAnimations().map(each => each.finished)).then(() => 0)")
                #expect(try await run(Self.faintText) == [], "\(name) on a \(device), \(theme)")
            }
        }
        try await resetAppearance()
    }

    /// Each text with less than 4.5, with what it has.
    private static let faintText = """
        const channel = value => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        const parts = color => (color.match(/[0-9.]+/g) || []).map(Number);
        const light = ([red, green, blue]) =>
          0.2126 * channel(red / 255) + 0.7152 * channel(green / 255) + 0.0722 * channel(blue / 255);
        const ground = element => {
          for (; element; element = element.parentElement) {
            const color = parts(getComputedStyle(element).backgroundColor);
            if (color.length < 4 || color[3] > 0) return color;
          }
          return [255, 255, 255];
        };
        const isFaded = element => {
          for (; element; element = element.parentElement) {
            if (getComputedStyle(element).opacity !== "1") return true;
          }
          return false;
        };
        const faint = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode.data.trim();
          const element = texts.currentNode.parentElement;
          if (!text || !element.getClientRects().length || element.closest("[disabled], svg, noscript")) continue;
          const [one, other] = [light(parts(getComputedStyle(element).color)), light(ground(element))];
          const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          if (ratio < 4.5 || isFaded(element)) faint.push(`${text}: ${ratio.toFixed(2)}`);
        }
        return faint;
        """
}

@Suite("WCAG 2.2 §1.4.3: text is readable on the page as it is painted")
struct ContrastTests {
    /// A primary and a background color, for both themes. Every tour looks at our own.
    private static let brandings = [
        ("#ffff00", "#ffffff"), ("#5469d4", "#808080"), ("#00c000", "#0055aa"), ("#777777", "#767676"),
    ]

    @Test func `in any branding`() async throws {
        try await Scene.play { scene in
            for (primary, background) in Self.brandings {
                try await scene.server.manage(
                    .put, "/admin/v1/policies/label",
                    [
                        "primaryColor": .string(primary), "primaryColorDark": .string(primary),
                        "backgroundColor": .string(background), "backgroundColorDark": .string(background),
                    ])
                try await scene.server.manage(.post, "/admin/v1/policies/label/_activate", [:])
                try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/loginname")
                try await scene.browser.expectReadableText("loginname, \(primary) on \(background)")
                try await scene.enterName()
                try await scene.browser.type("wrong", into: .field("Password"))
                try await scene.browser.click(.button("Sign in"))
                _ = try await scene.browser.element("[role=alert]")
                try await scene.browser.expectReadableText("password, \(primary) on \(background)")
            }
        }
    }
}
