/// How the login pages and mails look.
package struct BrandingSettings: StoredSettings {
    package enum ThemeMode: String, Sendable, CaseIterable {
        case auto, light, dark
    }

    /// Colors as CSS writes them: `#5469d4`.
    package var primaryColor = "#5469d4"
    package var backgroundColor = "#fafafa"
    package var warnColor = "#cd3d56"
    package var fontColor = "#000000"
    package var primaryColorDark = "#2073c4"
    package var backgroundColorDark = "#111827"
    package var warnColorDark = "#ff3b5b"
    package var fontColorDark = "#ffffff"
    package var hidesLoginNameSuffix = false
    package var disablesWatermark = false
    package var themeMode = ThemeMode.auto

    package init() {}

    package static let kind = SettingsKind.branding
    package static let fields: [SettingsField<BrandingSettings>] = [
        .text("primaryColor", \.primaryColor),
        .text("backgroundColor", \.backgroundColor),
        .text("warnColor", \.warnColor),
        .text("fontColor", \.fontColor),
        .text("primaryColorDark", \.primaryColorDark),
        .text("backgroundColorDark", \.backgroundColorDark),
        .text("warnColorDark", \.warnColorDark),
        .text("fontColorDark", \.fontColorDark),
        .bool("hidesLoginNameSuffix", \.hidesLoginNameSuffix),
        .bool("disablesWatermark", \.disablesWatermark),
        .choice("themeMode", \.themeMode),
    ]
}

/// Branding that was chosen and waits to be activated.
package struct BrandingPreview: StoredSettings {
    package var branding = BrandingSettings()

    package init() {}

    package init(_ branding: BrandingSettings) {
        self.branding = branding
    }

    package static let kind = SettingsKind.brandingPreview
    package static let fields = BrandingSettings.fields.map { $0.inside(\BrandingPreview.branding) }
}

extension SettingsField {
    /// The same field of settings that hold these ones.
    fileprivate func inside<Outer>(
        _ path: any WritableKeyPath<Outer, Settings> & Sendable
    ) -> SettingsField<Outer> {
        SettingsField<Outer>(name: name, value: { [value] in value($0[keyPath: path]) }) { [assign] outer, json in
            assign(&outer[keyPath: path], json)
        }
    }
}
