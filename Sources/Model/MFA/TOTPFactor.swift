/// What a user's authenticator application and this service share.
package struct TOTPFactor: Sendable, Hashable {
    /// Sealed under the master key.
    package let secret: [UInt8]
    /// Whether the user has proven to have the secret; before that it is no factor.
    package let isReady: Bool
    /// The time step of the last password that was accepted: it and earlier ones count no more.
    package let lastStep: Int64

    package init(secret: [UInt8], isReady: Bool, lastStep: Int64) {
        self.secret = secret
        self.isReady = isReady
        self.lastStep = lastStep
    }
}
