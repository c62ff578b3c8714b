internal import Model
internal import Outbound

/// The ids under which the calls about providers refuse, which differ from call to call.
enum ProviderRefusal: Sendable {
    case unknownToRead, unknownToChange, unknownToChangeSecret, unknownToChangeHTTP, unknownToActivate
    case unknownToDeactivate, unknownToRemove, activeAlready, inactiveAlready

    func error(_ channel: MessageChannel) -> DomainError {
        let name = channel == .email ? "SMTPConfig" : "SMSConfig"
        switch self {
        case .activeAlready:
            let id = channel == .email ? "COMMAND-vUHBSmBzaw" : "COMMAND-sn9we"
            return DomainError(.failedPrecondition, id, "Errors.\(name).AlreadyActive")
        case .inactiveAlready:
            let id = channel == .email ? "COMMAND-km8g3" : "COMMAND-dm9e3"
            return DomainError(.failedPrecondition, id, "Errors.\(name).AlreadyDeactivated")
        default: return DomainError(.notFound, id(channel), "Errors.\(name).NotFound")
        }
    }

    private func id(_ channel: MessageChannel) -> String {
        switch (self, channel) {
        case (.unknownToRead, .email): "QUERY-fwofw"
        case (.unknownToRead, .sms): "QUERY-fn99w"
        case (.unknownToChange, .email): "COMMAND-j5IDFtt3T1"
        case (.unknownToChange, .sms), (.unknownToChangeHTTP, .sms): "COMMAND-2m9fw"
        case (.unknownToChangeSecret, .email): "COMMAND-rDHzqjGuKQ"
        case (.unknownToChangeSecret, .sms): "COMMAND-fj9wf"
        case (.unknownToChangeHTTP, .email): "COMMAND-xIrdledqv4"
        case (.unknownToActivate, .email): "COMMAND-E9K20hxOS9"
        case (.unknownToDeactivate, .email): "COMMAND-k39PJ"
        case (.unknownToDeactivate, .sms): "COMMAND-s39Kg"
        case (.unknownToRemove, .email): "COMMAND-09CXlTDL6w"
        default: "COMMAND-sn9we"
        }
    }
}

extension MessageProvider.Configuration {
    /// - Parameter isNew: decides the ids.
    /// - Throws: an invalid argument for a server or a sender that mail cannot be sent by, and for an address that is
    ///   none of the web.
    func validate(isNew: Bool) throws(DomainError) {
        switch self {
        case .smtp(let smtp):
            guard MailAddress(smtp.senderAddress) != nil,
                smtp.replyToAddress.isEmpty || MailAddress(smtp.replyToAddress) != nil
            else { throw .invalid(isNew ? "COMMAND-SAAFpV8VKV" : "COMMAND-gyPUXOTA4N") }
            guard smtp.host.contains(":"), SMTPServer(address: smtp.host, usesTLS: smtp.usesTLS) != nil else {
                throw .invalid(isNew ? "COMMAND-EvAtufIinh" : "COMMAND-kZNVkuL32L")
            }
        case .http(let endpoint):
            guard let url = AbsoluteURI(endpoint), url.isWeb, !url.host.isEmpty, !url.hasUserInfo else {
                throw .invalid(isNew ? "COMMAND-hT7pE" : "COMMAND-hT8pE")
            }
        case .twilio: break
        }
    }
}

extension DomainError {
    fileprivate static func invalid(_ id: String) -> DomainError {
        DomainError(.invalidArgument, id, "Errors.Invalid.Argument")
    }
}
