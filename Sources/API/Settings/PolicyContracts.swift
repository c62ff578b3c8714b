// What the calls about policies say of themselves. The calls about one policy differ in whose it is, so their contracts
// follow from the policy's members.

/// A policy in the words of its calls.
struct PolicyContract: Sendable {
    /// Of the message: `LoginPolicy`.
    let name: String
    /// What it rules, for sentences: `how people may sign in`.
    let subject: String
    /// What may be set.
    let members: [MessageSchema.Member]
    /// What is shown beside that.
    var shown: [MessageSchema.Member] = []

    /// - Parameter owner: such as `in the organization`.
    func get(_ owner: String, _ request: [MessageSchema.Member] = []) -> MethodContract {
        let policy = MessageSchema(
            "zitadel.policy.v1.\(name)",
            [.details] + members + shown + [.flag("isDefault", "Whether it is the instance's.")])
        return MethodContract(
            "Shows \(subject) \(owner).", request, reply: [.message("policy", policy), .flag("isDefault")])
    }

    func add(_ owner: String, _ request: [MessageSchema.Member] = []) -> MethodContract {
        MethodContract("Says for the first time \(subject) \(owner).", request + members, reply: [.details])
    }

    func update(_ owner: String, _ request: [MessageSchema.Member] = []) -> MethodContract {
        MethodContract("Replaces what is said of \(subject) \(owner).", request + members, reply: [.details])
    }

    func reset(_ owner: String, _ request: [MessageSchema.Member] = []) -> MethodContract {
        MethodContract("Lets the instance say \(subject) \(owner).", request, reply: [.details])
    }

    func activate(_ owner: String) -> MethodContract {
        MethodContract("Shows people the changes of \(subject) \(owner).", [], reply: [.details])
    }

    static let ofOrganization = "in the organization"
    static let ofInstance = "in the instance"
    static let byDefault = "in organizations that say nothing themselves"

    static let login = PolicyContract(
        name: "LoginPolicy", subject: "how people may sign in",
        members: [.flag("allowUsernamePassword")] + MethodContract.loginSwitches + [
            .choice("passwordlessType", WirePasswordlessType.self)
        ],
        shown: loginFactors)

    static let loginFactors: [MessageSchema.Member] = [
        .choices("secondFactors", WireSecondFactorType.self), .choices("multiFactors", WireMultiFactorType.self),
    ]

    static let passwordComplexity = PolicyContract(
        name: "PasswordComplexityPolicy", subject: "what passwords must look like",
        members: [
            .long("minLength"), .flag("hasUppercase"), .flag("hasLowercase"), .flag("hasNumber"), .flag("hasSymbol"),
        ])

    static let passwordAge = PolicyContract(
        name: "PasswordAgePolicy", subject: "when passwords have to be changed",
        members: [.long("maxAgeDays"), .long("expireWarnDays")])

    static let lockout = PolicyContract(
        name: "LockoutPolicy", subject: "after how many failed checks a user is locked",
        members: [.long("maxPasswordAttempts", "0 for no limit."), .long("maxOtpAttempts", "0 for no limit.")])

    static let privacy = PolicyContract(
        name: "PrivacyPolicy", subject: "which links the login pages show",
        members: [
            .text("tosLink", .atMost(2048)), .text("privacyLink", .atMost(2048)), .text("helpLink", .atMost(2048)),
            .text("supportEmail", .atMost(320)), .text("docsLink", .atMost(2048)), .text("customLink", .atMost(2048)),
            .text("customLinkText", .atMost(200)),
        ])

    static let notification = PolicyContract(
        name: "NotificationPolicy", subject: "what people are told of", members: [.flag("passwordChange")])

    static let domain = PolicyContract(
        name: "DomainPolicy", subject: "what login names look like",
        members: [
            .flag("userLoginMustBeDomain"), .flag("validateOrgDomains"),
            .flag("smtpSenderAddressMatchesInstanceDomain"),
        ])

    static let label = PolicyContract(
        name: "LabelPolicy", subject: "what the login pages look like",
        members: [
            .text("primaryColor", .atMost(50)), .text("backgroundColor", .atMost(50)), .text("warnColor", .atMost(50)),
            .text("fontColor", .atMost(50)), .text("primaryColorDark", .atMost(50)),
            .text("backgroundColorDark", .atMost(50)), .text("warnColorDark", .atMost(50)),
            .text("fontColorDark", .atMost(50)), .flag("hideLoginNameSuffix"), .flag("disableWatermark"),
            .choice("themeMode", WireThemeMode.self),
        ])
}

extension MethodContract {
    /// The calls about the second factors of a login policy.
    enum SecondFactors {
        static let list = MethodContract(
            "Lists the second factors that people may use.", [],
            reply: [.listDetailsV1, .choices("result", WireSecondFactorType.self)])
        static let add = MethodContract(
            "Lets people use a second factor.", [.choice("type", WireSecondFactorType.self).required],
            reply: [.details])
        static let remove = MethodContract(
            "Lets people use a second factor no more.", [.choice("type", WireSecondFactorType.self).required],
            reply: [.details])
    }

    /// The calls about the factors of a login policy that prove two things at once.
    enum MultiFactors {
        static let list = MethodContract(
            "Lists the multi factors that people may use.", [],
            reply: [.listDetailsV1, .choices("result", WireMultiFactorType.self)])
        static let add = MethodContract(
            "Lets people use a multi factor.", [.choice("type", WireMultiFactorType.self).required],
            reply: [.details])
        static let remove = MethodContract(
            "Lets people use a multi factor no more.", [.choice("type", WireMultiFactorType.self).required],
            reply: [.details])
    }
}
