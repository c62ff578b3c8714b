internal import Domain
internal import Model
internal import Platform

extension MessageReader {
    /// One of `password` and `hashedPassword`, with whether it has to be changed.
    func newPassword() throws(DomainError) -> (password: NewHuman.Password, isChangeRequired: Bool)? {
        switch try oneOf("password", "hashedPassword") {
        case "password": try requiredMessage("password", as: "Password").plainPassword()
        case "hashedPassword": try hashedPassword()
        default: nil
        }
    }

    /// The password of a new user. Python's SDK nests it in a message of the kind that changes a password.
    func initialPassword() throws(DomainError) -> (password: NewHuman.Password, isChangeRequired: Bool)? {
        guard try oneOf("password", "hashedPassword") == "password" else { return try newPassword() }
        let password = try requiredMessage("password", as: "Password")
        guard password.isNestedPassword else { return try password.plainPassword() }
        return try password.newPassword()
    }

    private func hashedPassword() throws(DomainError) -> (password: NewHuman.Password, isChangeRequired: Bool) {
        let message = try requiredMessage("hashedPassword", as: "HashedPassword")
        return (.hash(Secret(try message.string("hash", .between(1, 200)))), try message.bool("changeRequired"))
    }

    /// `Password`.
    func plainPassword() throws(DomainError) -> (password: NewHuman.Password, isChangeRequired: Bool) {
        (.plain(Secret(try string("password", .between(1, 200)))), try bool("changeRequired"))
    }

    /// What gives the right to set a password: one of `currentPassword` and `verificationCode`.
    func passwordProof() throws(DomainError) -> PasswordChange.Proof {
        switch try oneOf("currentPassword", "verificationCode") {
        case "currentPassword": .current(Secret(try string("currentPassword", .between(1, 200))))
        case "verificationCode": .code(PresentedCode(try string("verificationCode", .between(1, 20))))
        default: .permission
        }
    }

    /// `SetPassword`; `nil` when there is none.
    func passwordChange() throws(DomainError) -> PasswordChange? {
        guard let message = try message("password", as: "SetPassword") else { return nil }
        let new = try message.newPassword()
        return PasswordChange(
            new: new?.password, isChangeRequired: new?.isChangeRequired ?? false, proof: try message.passwordProof())
    }

    private var isNestedPassword: Bool {
        if case .object? = members["password"] { true } else { has("hashedPassword") }
    }
}
