package import Crypto
package import Model
package import Platform

/// Who sends the messages of a channel now, with the secret that it takes.
package struct ActiveProvider: Sendable {
    /// Empty for one of the settings.
    package let id: String
    package let description: String
    package let configuration: MessageProvider.Configuration
    package let secret: Secret<String>

    package init(
        id: String = "", description: String = "", configuration: MessageProvider.Configuration,
        secret: Secret<String>
    ) {
        self.id = id
        self.description = description
        self.configuration = configuration
        self.secret = secret
    }
}

/// The providers of the settings. They send while none of the store is active.
package struct ConfiguredProviders: Sendable {
    package var email: ActiveProvider?
    package var sms: ActiveProvider?

    package init(email: ActiveProvider? = nil, sms: ActiveProvider? = nil) {
        self.email = email
        self.sms = sms
    }

    func provider(of channel: MessageChannel) -> ActiveProvider? {
        switch channel {
        case .email: email
        case .sms: sms
        }
    }
}

/// The secrets of providers at rest.
package struct ProviderVault: Sendable {
    private let key: SealingKey

    package init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "message providers"))
    }

    func seal(_ secret: Secret<String>) -> [UInt8] {
        key.seal(Array(secret.exposed.utf8), kind: "message provider")
    }

    /// - Returns: `nil` for what was sealed under another master key or is damaged.
    func open(_ sealed: [UInt8]) -> Secret<String>? {
        key.open(sealed, kind: "message provider").map { Secret(String(decoding: $0, as: UTF8.self)) }
    }
}
