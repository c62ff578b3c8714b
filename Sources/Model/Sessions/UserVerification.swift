/// Whether an authenticator has to make sure who uses it (WebAuthn Level 2 §5.8.6). The raw values are the specification's.
package enum UserVerification: String, Sendable, CaseIterable {
    case required, preferred, discouraged
}
