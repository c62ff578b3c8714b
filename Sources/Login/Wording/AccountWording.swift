/// Links in mails, forgotten passwords, and new accounts.
protocol AccountWording: Sendable {
    var verifyTitle: String { get }
    var verifyLead: String { get }
    var verifyTypedLead: String { get }
    var invitationTitle: String { get }
    func invitationLead(_ service: String) -> String
    var accept: String { get }
    var forgotTitle: String { get }
    var forgotLead: String { get }
    var forgotSend: String { get }
    var forgotSent: String { get }
    var setPasswordTitle: String { get }
    var setPasswordLead: String { get }
    var setPasswordTypedLead: String { get }
    var registerTitle: String { get }
    func registerLead(_ service: String) -> String
    var registerHasAccount: String { get }
    /// - Parameter field: the field's name.
    func registrationLabel(_ field: String) -> String
}
