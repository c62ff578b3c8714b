internal import Domain
internal import Model
internal import Platform

extension PasswordComplexitySettings: WirePolicy {
    static let contract = PolicyContract.passwordComplexity
    static let names = PolicyNames(
        path: "password/complexity", get: "GetPasswordComplexityPolicy",
        getDefault: "GetDefaultPasswordComplexityPolicy", add: "AddCustomPasswordComplexityPolicy",
        update: "UpdateCustomPasswordComplexityPolicy", reset: "ResetPasswordComplexityPolicyToDefault",
        getOfInstance: "GetPasswordComplexityPolicy", updateOfInstance: "UpdatePasswordComplexityPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        leastLength = try request.unsigned("minLength")
        requiresUppercase = try request.bool("hasUppercase")
        requiresLowercase = try request.bool("hasLowercase")
        requiresNumber = try request.bool("hasNumber")
        requiresSymbol = try request.bool("hasSymbol")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("minLength", long: leastLength)
        writer.set("hasUppercase", requiresUppercase)
        writer.set("hasLowercase", requiresLowercase)
        writer.set("hasNumber", requiresNumber)
        writer.set("hasSymbol", requiresSymbol)
    }
}

extension PasswordExpirySettings: WirePolicy {
    static let contract = PolicyContract.passwordAge
    static let names = PolicyNames(
        path: "password/age", get: "GetPasswordAgePolicy", getDefault: "GetDefaultPasswordAgePolicy",
        add: "AddCustomPasswordAgePolicy", update: "UpdateCustomPasswordAgePolicy",
        reset: "ResetPasswordAgePolicyToDefault", getOfInstance: "GetPasswordAgePolicy",
        updateOfInstance: "UpdatePasswordAgePolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        greatestAge = try request.unsigned("maxAgeDays")
        warningDays = try request.unsigned("expireWarnDays")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("maxAgeDays", long: greatestAge)
        writer.set("expireWarnDays", long: warningDays)
    }
}

extension LockoutSettings: WirePolicy {
    static let contract = PolicyContract.lockout
    static let names = PolicyNames(
        path: "lockout", get: "GetLockoutPolicy", getDefault: "GetDefaultLockoutPolicy",
        add: "AddCustomLockoutPolicy", update: "UpdateCustomLockoutPolicy", reset: "ResetLockoutPolicyToDefault",
        getOfInstance: "GetLockoutPolicy", updateOfInstance: "UpdateLockoutPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        greatestPasswordFailures = try request.unsigned("maxPasswordAttempts")
        greatestOTPFailures = try request.unsigned("maxOtpAttempts")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("maxPasswordAttempts", long: greatestPasswordFailures)
        writer.set("maxOtpAttempts", long: greatestOTPFailures)
    }
}
