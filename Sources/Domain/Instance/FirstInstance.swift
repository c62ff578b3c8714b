package import Platform

/// What is made when the store is empty.
package struct FirstInstance: Sendable {
    package struct Human: Sendable {
        package var username = "zitadel-admin"
        package var givenName = "ZITADEL"
        package var familyName = "Admin"
        /// By default the login name.
        package var email: String?
        /// By default a random one, which is printed once.
        package var password: Secret<String>?
        package var isPasswordChangeRequired = true

        package init() {}
    }

    package struct Machine: Sendable {
        package let username: String
        package let name: String
        /// With it a key is made.
        package let keyExpiry: Timestamp?
        /// Where the key file goes; standard output without it.
        package let keyFile: String?
        /// With it a personal access token is made.
        package let tokenExpiry: Timestamp?
        package let tokenFile: String?

        package init(
            username: String, name: String, keyExpiry: Timestamp? = nil, keyFile: String? = nil,
            tokenExpiry: Timestamp? = nil, tokenFile: String? = nil
        ) {
            self.username = username
            self.name = name
            self.keyExpiry = keyExpiry
            self.keyFile = keyFile
            self.tokenExpiry = tokenExpiry
            self.tokenFile = tokenFile
        }
    }

    package var name = "Alcazar"
    package var organizationName = "ZITADEL"
    package var human = Human()
    /// A service account that administers the instance.
    package var machine: Machine?
    /// The service account of self-made login pages.
    package var loginClient: Machine?
    package var defaults = InstanceDefaults()

    package init() {}
}
