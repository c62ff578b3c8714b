internal import Domain
internal import Model
internal import Platform

extension LegalAndSupportSettings: WirePolicy {
    static let contract = PolicyContract.privacy
    static let names = PolicyNames(
        path: "privacy", get: "GetPrivacyPolicy", getDefault: "GetDefaultPrivacyPolicy",
        add: "AddCustomPrivacyPolicy", update: "UpdateCustomPrivacyPolicy", reset: "ResetPrivacyPolicyToDefault",
        getOfInstance: "GetPrivacyPolicy", updateOfInstance: "UpdatePrivacyPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        termsOfServiceLink = try request.string("tosLink", .atMost(2048))
        privacyPolicyLink = try request.string("privacyLink", .atMost(2048))
        helpLink = try request.string("helpLink", .atMost(2048))
        supportEmail = try request.string("supportEmail", .atMost(320))
        documentationLink = try request.string("docsLink", .atMost(2048))
        customLink = try request.string("customLink", .atMost(2048))
        customLinkText = try request.string("customLinkText", .atMost(200))
    }

    func write(to writer: inout MessageWriter) {
        writer.set("tosLink", termsOfServiceLink)
        writer.set("privacyLink", privacyPolicyLink)
        writer.set("helpLink", helpLink)
        writer.set("supportEmail", supportEmail)
        writer.set("docsLink", documentationLink)
        writer.set("customLink", customLink)
        writer.set("customLinkText", customLinkText)
    }
}

extension NotificationSettings: WirePolicy {
    static let contract = PolicyContract.notification
    static let names = PolicyNames(
        path: "notification", get: "GetNotificationPolicy", getDefault: "GetDefaultNotificationPolicy",
        add: "AddCustomNotificationPolicy", update: "UpdateCustomNotificationPolicy",
        reset: "ResetNotificationPolicyToDefault", getOfInstance: "GetNotificationPolicy",
        updateOfInstance: "UpdateNotificationPolicy")

    mutating func replace(with request: MessageReader) throws(DomainError) {
        tellsOfPasswordChange = try request.bool("passwordChange")
    }

    func write(to writer: inout MessageWriter) {
        writer.set("passwordChange", tellsOfPasswordChange)
    }
}
