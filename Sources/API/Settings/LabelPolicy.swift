internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The modes in the order of the older API; the newer one swaps the numbers of the last two.
enum WireThemeMode: String, WireEnum {
    case unspecified = "THEME_MODE_UNSPECIFIED"
    case auto = "THEME_MODE_AUTO"
    case dark = "THEME_MODE_DARK"
    case light = "THEME_MODE_LIGHT"

    init(_ mode: BrandingSettings.ThemeMode) {
        switch mode {
        case .auto: self = .auto
        case .light: self = .light
        case .dark: self = .dark
        }
    }

    var mode: BrandingSettings.ThemeMode {
        switch self {
        case .unspecified, .auto: .auto
        case .light: .light
        case .dark: .dark
        }
    }
}

extension BrandingPreview: WirePolicy {
    static let contract = PolicyContract.label
    static let names = PolicyNames(
        path: "label", get: "GetPreviewLabelPolicy", getDefault: "GetDefaultLabelPolicy",
        add: "AddCustomLabelPolicy", update: "UpdateCustomLabelPolicy", reset: "ResetLabelPolicyToDefault",
        getOfInstance: "GetPreviewLabelPolicy", updateOfInstance: "UpdateLabelPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        branding.primaryColor = try request.string("primaryColor", .atMost(50))
        branding.backgroundColor = try request.string("backgroundColor", .atMost(50))
        branding.warnColor = try request.string("warnColor", .atMost(50))
        branding.fontColor = try request.string("fontColor", .atMost(50))
        branding.primaryColorDark = try request.string("primaryColorDark", .atMost(50))
        branding.backgroundColorDark = try request.string("backgroundColorDark", .atMost(50))
        branding.warnColorDark = try request.string("warnColorDark", .atMost(50))
        branding.fontColorDark = try request.string("fontColorDark", .atMost(50))
        branding.hidesLoginNameSuffix = try request.bool("hideLoginNameSuffix")
        branding.disablesWatermark = try request.bool("disableWatermark")
        branding.themeMode = try request.enumeration("themeMode", as: WireThemeMode.self).mode
    }

    func write(to writer: inout MessageWriter) {
        writer.set("primaryColor", branding.primaryColor)
        writer.set("hideLoginNameSuffix", branding.hidesLoginNameSuffix)
        writer.set("warnColor", branding.warnColor)
        writer.set("backgroundColor", branding.backgroundColor)
        writer.set("fontColor", branding.fontColor)
        writer.set("primaryColorDark", branding.primaryColorDark)
        writer.set("backgroundColorDark", branding.backgroundColorDark)
        writer.set("warnColorDark", branding.warnColorDark)
        writer.set("fontColorDark", branding.fontColorDark)
        writer.set("disableWatermark", branding.disablesWatermark)
        writer.set("themeMode", WireThemeMode(branding.themeMode))
    }
}

extension EffectiveSettings<BrandingSettings> {
    /// The same in the form in which policies are written.
    fileprivate var asPolicy: EffectiveSettings<BrandingPreview> {
        EffectiveSettings<BrandingPreview>(BrandingPreview(value), of: organizationID, choice: choice)
    }
}

extension APIMethod {
    /// The branding of organizations. Changes go into a preview, which is shown once it is activated.
    static func managementLabelPolicy(_ settings: Settings) -> [APIMethod] {
        let path = "/management/v1/policies/label"
        return [
            getPolicy(BrandingPreview.self, BrandingPreview.names.get, "\(path)/_preview", settings),
            getLabelPolicy("GetLabelPolicy", path, .policyRead, PolicyContract.ofOrganization, settings) {
                $0.organizationID
            },
            getLabelPolicy(
                "GetDefaultLabelPolicy", "/management/v1/policies/default/label", .policyRead, PolicyContract.byDefault,
                settings
            ) {
                _ in nil
            },
            APIMethod(
                v1: "ActivateCustomLabelPolicy", REST(.post, "\(path)/_activate"), access: .gate(.policyWrite),
                PolicyContract.label.activate(PolicyContract.ofOrganization)
            ) {
                (_, call) async throws(DomainError) in
                .details(try await settings.activateBranding(of: call.caller.organizationID, by: call.caller))
            },
            APIMethod(
                v1: BrandingPreview.names.reset, REST(.delete, path), access: .gate(.policyDelete),
                PolicyContract.label.reset(PolicyContract.ofOrganization)
            ) {
                (_, call) async throws(DomainError) in
                .details(try await settings.resetBranding(of: call.caller.organizationID, by: call.caller))
            },
        ] + managementPolicy(BrandingPreview.self, settings).filter { [.post, .put].contains($0.rest?.method) }
    }

    /// The branding of the instance.
    static func adminLabelPolicy(_ settings: Settings) -> [APIMethod] {
        let path = "/admin/v1/policies/label"
        return [
            getLabelPolicy("GetLabelPolicy", path, .iamPolicyRead, PolicyContract.ofInstance, settings) { _ in nil },
            APIMethod(
                v1: BrandingPreview.names.getOfInstance, REST(.get, "\(path)/_preview"), access: .gate(.iamPolicyRead),
                PolicyContract.label.get(PolicyContract.ofInstance)
            ) { (_, call) async throws(DomainError) in
                .policy(try await settings.ofInstance(BrandingPreview.self, by: call.caller), settings)
            },
            APIMethod(
                v1: "ActivateLabelPolicy", REST(.post, "\(path)/_activate"), access: .gate(.iamPolicyWrite),
                PolicyContract.label.activate(PolicyContract.ofInstance)
            ) {
                (_, call) async throws(DomainError) in
                .details(try await settings.activateBranding(of: nil, by: call.caller))
            },
        ] + adminPolicy(BrandingPreview.self, settings).filter { $0.rest?.method == .put }
    }

    private static func getLabelPolicy(
        _ name: StaticString, _ path: String, _ permission: Permission, _ owner: String, _ settings: Settings,
        of organization: @escaping @Sendable (Caller) -> Organization.ID?
    ) -> APIMethod {
        APIMethod(v1: name, REST(.get, path), access: .gate(permission), PolicyContract.label.get(owner)) {
            (_, call) async throws(DomainError) in
            let found = try await settings.effective(
                BrandingSettings.self, of: organization(call.caller), by: call.caller)
            return .policy(found.asPolicy, settings)
        }
    }
}
