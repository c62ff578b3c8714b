internal import Domain
internal import Model
internal import Platform

// The settings that a new instance begins with, under ZITADEL's names.

extension Configuration {
    static func instanceDefaults(_ reader: inout SettingsReader) -> InstanceDefaults {
        var defaults = InstanceDefaults()
        login(&reader, &defaults.login)
        passwords(&reader, &defaults)
        branding(&reader, &defaults.branding)
        legalAndSupport(&reader, &defaults.legalAndSupport)
        let domain = "DEFAULTINSTANCE_DOMAINPOLICY_"
        reader.read(domain + "USERLOGINMUSTBEDOMAIN", into: &defaults.domain.loginNameIncludesDomain)
        reader.read(domain + "VALIDATEORGDOMAINS", into: &defaults.domain.requiresDomainVerification)
        reader.read(
            domain + "SMTPSENDERADDRESSMATCHESINSTANCEDOMAIN", into: &defaults.domain.requiresSenderInInstanceDomain)
        reader.read(
            "DEFAULTINSTANCE_NOTIFICATIONPOLICY_PASSWORDCHANGE", into: &defaults.notification.tellsOfPasswordChange)
        return defaults
    }

    private static func login(_ reader: inout SettingsReader, _ login: inout LoginSettings) {
        let policy = "DEFAULTINSTANCE_LOGINPOLICY_"
        reader.read(policy + "ALLOWUSERNAMEPASSWORD", into: &login.allowsPassword)
        reader.read(policy + "ALLOWREGISTER", into: &login.allowsRegistration)
        reader.read(policy + "ALLOWEXTERNALIDP", into: &login.allowsIdentityProviders)
        reader.read(policy + "FORCEMFA", into: &login.forcesMFA)
        reader.read(policy + "FORCEMFALOCALONLY", into: &login.forcesMFAOnLocalUsers)
        reader.read(policy + "HIDEPASSWORDRESET", into: &login.hidesPasswordReset)
        reader.read(policy + "IGNOREUNKNOWNUSERNAMES", into: &login.ignoresUnknownUsernames)
        reader.read(policy + "ALLOWDOMAINDISCOVERY", into: &login.allowsDomainDiscovery)
        reader.read(policy + "DISABLELOGINWITHEMAIL", into: &login.disablesLoginWithEmail)
        reader.read(policy + "DISABLELOGINWITHPHONE", into: &login.disablesLoginWithPhone)
        reader.read(policy + "PASSWORDLESSTYPE", into: &login.allowsPasskeys)
        reader.read(policy + "DEFAULTREDIRECTURI", into: &login.defaultRedirectURI)
        reader.read(policy + "PASSWORDCHECKLIFETIME", into: &login.passwordCheckLifetime)
        reader.read(policy + "EXTERNALLOGINCHECKLIFETIME", into: &login.identityProviderCheckLifetime)
        reader.read(policy + "MFAINITSKIPLIFETIME", into: &login.mfaInitSkipLifetime)
        reader.read(policy + "SECONDFACTORCHECKLIFETIME", into: &login.secondFactorCheckLifetime)
        reader.read(policy + "MULTIFACTORCHECKLIFETIME", into: &login.multiFactorCheckLifetime)
        reader.check(login, policy)
    }

    private static func passwords(_ reader: inout SettingsReader, _ defaults: inout InstanceDefaults) {
        let complexity = "DEFAULTINSTANCE_PASSWORDCOMPLEXITYPOLICY_"
        reader.read(complexity + "MINLENGTH", in: 1...72, into: &defaults.passwordComplexity.leastLength)
        reader.read(complexity + "HASLOWERCASE", into: &defaults.passwordComplexity.requiresLowercase)
        reader.read(complexity + "HASUPPERCASE", into: &defaults.passwordComplexity.requiresUppercase)
        reader.read(complexity + "HASNUMBER", into: &defaults.passwordComplexity.requiresNumber)
        reader.read(complexity + "HASSYMBOL", into: &defaults.passwordComplexity.requiresSymbol)
        let age = "DEFAULTINSTANCE_PASSWORDAGEPOLICY_"
        reader.read(age + "MAXAGEDAYS", in: 0...1_000_000, into: &defaults.passwordExpiry.greatestAge)
        reader.read(age + "EXPIREWARNDAYS", in: 0...1_000_000, into: &defaults.passwordExpiry.warningDays)
        let lockout = "DEFAULTINSTANCE_LOCKOUTPOLICY_"
        reader.read(
            lockout + "MAXPASSWORDATTEMPTS", in: 0...1_000_000, into: &defaults.lockout.greatestPasswordFailures)
        reader.read(lockout + "MAXOTPATTEMPTS", in: 0...1_000_000, into: &defaults.lockout.greatestOTPFailures)
        reader.read(lockout + "LOCKDURATION", into: &defaults.lockout.lockDuration)
    }

    private static func branding(_ reader: inout SettingsReader, _ branding: inout BrandingSettings) {
        let policy = "DEFAULTINSTANCE_LABELPOLICY_"
        reader.read(policy + "PRIMARYCOLOR", into: &branding.primaryColor)
        reader.read(policy + "BACKGROUNDCOLOR", into: &branding.backgroundColor)
        reader.read(policy + "WARNCOLOR", into: &branding.warnColor)
        reader.read(policy + "FONTCOLOR", into: &branding.fontColor)
        reader.read(policy + "PRIMARYCOLORDARK", into: &branding.primaryColorDark)
        reader.read(policy + "BACKGROUNDCOLORDARK", into: &branding.backgroundColorDark)
        reader.read(policy + "WARNCOLORDARK", into: &branding.warnColorDark)
        reader.read(policy + "FONTCOLORDARK", into: &branding.fontColorDark)
        reader.read(policy + "HIDELOGINNAMESUFFIX", into: &branding.hidesLoginNameSuffix)
        reader.read(policy + "DISABLEWATERMARK", into: &branding.disablesWatermark)
        if let text = reader.text(policy + "THEMEMODE") {
            if let mode = BrandingSettings.ThemeMode(rawValue: text.lowercased()) {
                branding.themeMode = mode
            } else {
                reader.mistake(policy + "THEMEMODE", "must be auto, light or dark")
            }
        }
        reader.check(branding, policy)
    }

    private static func legalAndSupport(_ reader: inout SettingsReader, _ legal: inout LegalAndSupportSettings) {
        let policy = "DEFAULTINSTANCE_PRIVACYPOLICY_"
        reader.read(policy + "TOSLINK", into: &legal.termsOfServiceLink)
        reader.read(policy + "PRIVACYLINK", into: &legal.privacyPolicyLink)
        reader.read(policy + "HELPLINK", into: &legal.helpLink)
        reader.read(policy + "SUPPORTEMAIL", into: &legal.supportEmail)
        reader.read(policy + "DOCSLINK", into: &legal.documentationLink)
        reader.read(policy + "CUSTOMLINK", into: &legal.customLink)
        reader.read(policy + "CUSTOMLINKTEXT", into: &legal.customLinkText)
        reader.check(legal, policy)
    }
}

extension SettingsReader {
    fileprivate mutating func read(_ name: String, into value: inout Bool) {
        value = bool(name, default: value)
    }

    fileprivate mutating func read(_ name: String, into value: inout String) {
        value = text(name, default: value)
    }

    fileprivate mutating func read(_ name: String, into value: inout Duration) {
        value = duration(name, in: .zero ... .days(36_500), default: value)
    }

    fileprivate mutating func read(_ name: String, in range: ClosedRange<Int>, into value: inout Int64) {
        value = Int64(integer(name, in: range, default: Int(value)))
    }

    /// Notes what the settings must not say.
    fileprivate mutating func check<Value: StoredSettings>(_ value: Value, _ policy: String) {
        do throws(DomainError) { try value.validate() } catch { mistake("\(policy)…", error.message) }
    }
}
