internal import Domain
internal import HTTP
internal import Model

/// How the pages of an organization look, and where they send people for help.
struct Look: Sendable {
    static let path = "\(Place.base)/assets/branding.css"

    let organization: Organization.ID?
    let branding: BrandingSettings
    let legal: LegalAndSupportSettings

    /// Without the store there is no branding, but still a page that says so.
    init(of organization: Organization.ID?, _ parts: LoginPages.Parts) async {
        do throws(DomainError) {
            let found: EffectiveSettings<BrandingSettings> = try await parts.settings.effective(
                of: organization, by: parts.caller)
            let links: EffectiveSettings<LegalAndSupportSettings> = try await parts.settings.effective(
                of: organization, by: parts.caller)
            (branding, legal) = (found.value, links.value)
            self.organization = organization
        } catch {
            branding = BrandingSettings()
            legal = LegalAndSupportSettings()
            self.organization = nil
        }
    }

    /// The address of ``styleSheet``. It changes with the colors, so that browsers may keep what they have.
    var styleSheetURL: SafeURL {
        var query = [(name: "v", value: Asset.fingerprint(styleSheet))]
        if let organization { query.append((name: "organization", value: organization.rawValue)) }
        return SafeURL(path: Self.path, query: query, encode: FormCoding.encode)
    }

    var styleSheet: String {
        let light = Palette(
            primary: branding.primaryColor, background: branding.backgroundColor, warn: branding.warnColor,
            font: branding.fontColor, isDark: false)
        let dark = Palette(
            primary: branding.primaryColorDark, background: branding.backgroundColorDark,
            warn: branding.warnColorDark, font: branding.fontColorDark, isDark: true)
        return switch branding.themeMode {
        case .light: ":root{color-scheme:light;\(light.css)}\n"
        case .dark: ":root{color-scheme:dark;\(dark.css)}\n"
        case .auto:
            ":root{color-scheme:light dark;\(light.css)}\n"
                + "@media (prefers-color-scheme:dark){:root{\(dark.css)}}\n"
        }
    }
}

/// The colors of one theme, all derived from the four that an administrator chooses.
struct Palette: Sendable {
    let css: String

    init(primary: String, background: String, warn: String, font: String, isDark: Bool) {
        let back = Color(hex: background) ?? (isDark ? Color(red: 0.07, green: 0.09, blue: 0.15) : .white)
        // The card lies a little above the page.
        let surface = back.mixed(with: .white, isDark ? 0.06 : 0.85)
        let ink = (Color(hex: font) ?? (isDark ? .white : .black)).readable(on: surface, contrast: 7)
            .mixed(with: surface, isDark ? 0.06 : 0.08).readable(on: surface)
        let accent = Color(hex: primary) ?? Color(red: 0.33, green: 0.41, blue: 0.83)
        let shade = accent.readable(on: surface, contrast: 3)
        let button = shade.readable(on: shade.text)
        let alert = (Color(hex: warn) ?? Color(red: 0.8, green: 0.24, blue: 0.34))
        let alertTint = surface.tinted(alert, 0.1, for: ink)
        let good = isDark ? Color(red: 0.35, green: 0.82, blue: 0.56) : Color(red: 0.05, green: 0.45, blue: 0.26)
        let goodTint = surface.tinted(good, 0.1, for: ink)
        let soft = surface.tinted(ink, 0.05, for: ink)
        let faint = ink.mixed(with: surface, 0.32)
        let values: [(String, Color)] = [
            ("page", back), ("surface", surface), ("ink", ink),
            ("muted", faint.readable(on: surface, soft)), ("page-muted", faint.readable(on: back)),
            ("line", surface.mixed(with: ink, 0.14)), ("field", surface.mixed(with: ink, 0.52)),
            ("soft", soft), ("button", button), ("on-button", shade.text),
            ("button-hover", button.mixed(with: shade.text == .white ? .black : .white, 0.14)),
            ("link", accent.readable(on: surface, soft)), ("alert", alert.readable(on: surface, alertTint)),
            ("alert-tint", alertTint), ("good", good.readable(on: surface, goodTint)), ("good-tint", goodTint),
        ]
        css = values.map { "--\($0.0):\($0.1.css)" }.joined(separator: ";")
    }
}
