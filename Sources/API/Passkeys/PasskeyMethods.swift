package import Domain

extension APIMethod {
    /// The calls of `zitadel.user.v2.UserService` about passkeys and security keys.
    package static func passkeyMethods(_ passkeys: Passkeys) -> [APIMethod] {
        [
            .registerPasskey(passkeys), .verifyPasskeyRegistration(passkeys),
            .createPasskeyRegistrationLink(passkeys), .listPasskeys(passkeys), .removePasskey(passkeys),
            .registerU2F(passkeys), .verifyU2FRegistration(passkeys), .removeU2F(passkeys),
        ]
    }
}
