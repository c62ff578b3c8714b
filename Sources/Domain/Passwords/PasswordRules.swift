internal import Model
internal import Platform

/// What a new password must be like.
package struct PasswordRules: Sendable {
    /// The call that a password comes with, which names its refusals in words of its own.
    enum Occasion: String {
        case creation = "COMMA"
        case change = "DOMAIN"
    }

    /// Unicode scalars of the longest password, which every way to choose one and to sign in with it takes (ASVS 5.0
    /// §6.2.9).
    package static let greatestLength = 200
    /// Bytes that no password goes beyond: a scalar takes four at the most (RFC 3629 §3).
    static let greatestSize = 4 * greatestLength

    private let refusesCommon: Bool

    /// - Parameter refusesCommon: whether the passwords that most people choose are refused.
    package init(refusesCommon: Bool = true) {
        self.refusesCommon = refusesCommon
    }

    /// Refuses a password that breaks a rule, for the first one that it breaks.
    func require(
        _ password: Secret<String>, for occasion: Occasion, _ policy: PasswordComplexitySettings
    ) throws(DomainError) {
        let password = password.exposed
        // Before all others, which look at every character.
        guard password.unicodeScalars.count <= Self.greatestLength else {
            throw DomainError(.invalidArgument, "\(occasion.rawValue)-L0ng3", "Password is too long")
        }
        let bytes = password.utf8
        let checks: [(isBroken: Bool, id: String, text: String)] = [
            (bytes.count < Int(policy.leastLength), "HuJf6", "Password is too short"),
            (
                policy.requiresLowercase && !bytes.contains { (0x61...0x7A).contains($0) }, "co3Xw",
                "Password must contain lower case"
            ),
            (
                policy.requiresUppercase && !bytes.contains { (0x41...0x5A).contains($0) }, "VoaRj",
                "Password must contain upper case"
            ),
            (
                policy.requiresNumber && !bytes.contains { (0x30...0x39).contains($0) }, "ZBv4H",
                "Password must contain number"
            ),
            (policy.requiresSymbol && !bytes.contains(where: Self.isSymbol), "ZDLwA", "Password must contain symbol"),
            (refusesCommon && CommonPasswords.contains(password), "C0mm0", "Password is one of the most common"),
        ]
        if let broken = checks.first(where: \.isBroken) {
            throw DomainError(.invalidArgument, "\(occasion.rawValue)-\(broken.id)", broken.text)
        }
    }

    /// Everything that is no ASCII letter and no digit.
    private static func isSymbol(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
        default: true
        }
    }
}
