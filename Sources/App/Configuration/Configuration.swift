package import Domain
internal import FoundationEssentials
package import HTTP
package import OAuth
package import Platform

/// All settings, read once at the start. No other module reads the environment.
package struct Configuration: Sendable {
    package struct TLSFiles: Sendable {
        package let certificate: String
        package let key: String
    }

    /// Where the master key comes from.
    package enum MasterKeySource: Sendable {
        case value(Secret<[UInt8]>)
        /// A file that must be there.
        case file(String)
        /// A file that is made at the first start.
        case generatedFile(String)
    }

    package var http: HTTPConfiguration
    /// The public URL without a slash at its end: the issuer and the base of every link.
    package var externalURL: String
    /// The host of the public URL.
    package var externalHost: String
    package var store: StoreConfiguration
    package var masterKey: MasterKeySource
    package var tls: TLSFiles?
    package var lifetimes: TokenLifetimes
    /// `nil` when signing keys are rotated by hand only.
    package var webKeyRotation: WebKeyRotation?
    package var firstInstance: FirstInstance
    package var outbound: OutboundConfiguration
    package var passwordRules: PasswordRules
    package var logLevel: Log.Level
    /// Settings that are there and mean nothing; worth a warning.
    package var unknownSettings: [String]
    /// The names of all settings that there are.
    package let settingNames: Set<String>

    /// - Parameter environment: the process's variables.
    /// - Throws: ``ConfigurationError`` with every mistake.
    package init(environment: [String: String]) throws(ConfigurationError) {
        let path = environment["ALCAZAR_CONFIG"] ?? ""
        var reader = SettingsReader(
            environment: environment, file: path.isEmpty ? [:] : try SettingsFile.read(path))
        _ = reader.text("CONFIG")
        http = Self.http(&reader)
        (externalURL, externalHost) = Self.external(&reader)
        store = Self.store(&reader)
        masterKey = Self.masterKey(&reader)
        tls = Self.tls(&reader)
        lifetimes = Self.lifetimes(&reader)
        webKeyRotation = Self.webKeyRotation(&reader, lifetimes)
        firstInstance = Self.firstInstance(&reader)
        firstInstance.defaults = Self.instanceDefaults(&reader)
        outbound = Self.outbound(&reader)
        passwordRules = PasswordRules(
            refusesCommon: reader.bool("DEFAULTINSTANCE_PASSWORDCOMPLEXITYPOLICY_REFUSECOMMON", default: true))
        logLevel = Self.logLevel(&reader)
        unknownSettings = reader.unknown
        settingNames = reader.known
        guard reader.mistakes.isEmpty else { throw ConfigurationError(reader.mistakes) }
    }
}
