internal import Domain
internal import Model
internal import Platform

// How the messages that describe a human are read, for all calls that carry them.

extension MessageReader {
    /// `SetHumanProfile`: both names are required.
    func newProfile() throws(DomainError) -> HumanProfile {
        let profile = try requiredMessage("profile", as: "SetHumanProfile")
        return HumanProfile(
            givenName: try profile.string("givenName", .between(1, 200)),
            familyName: try profile.string("familyName", .between(1, 200)),
            nickName: try profile.optionalString("nickName", .atMost(200)),
            displayName: try profile.optionalString("displayName", .atMost(200)),
            preferredLanguage: try profile.optionalString("preferredLanguage", .atMost(10)),
            gender: try profile.optionalEnumeration("gender", as: WireGender.self)?.gender)
    }

    /// `UpdateUserRequest.Human.Profile`: only what is given changes.
    func profileChange() throws(DomainError) -> HumanProfile {
        HumanProfile(
            givenName: try optionalString("givenName", .between(1, 200)),
            familyName: try optionalString("familyName", .between(1, 200)),
            nickName: try optionalString("nickName", .between(1, 200)),
            displayName: try optionalString("displayName", .between(1, 200)),
            preferredLanguage: try optionalString("preferredLanguage", .between(1, 10)),
            gender: try optionalEnumeration("gender", as: WireGender.self)?.gender)
    }

    /// `SetHumanEmail`.
    func email() throws(DomainError) -> (address: String, proof: AddressProof) {
        try email(in: try requiredMessage("email", as: "SetHumanEmail"))
    }

    func optionalEmail() throws(DomainError) -> (address: String, proof: AddressProof)? {
        guard let email = try message("email", as: "SetHumanEmail") else { return nil }
        return try self.email(in: email)
    }

    private func email(in email: MessageReader) throws(DomainError) -> (address: String, proof: AddressProof) {
        let address = try email.emailAddress("email")
        switch try email.oneOf("sendCode", "returnCode", "isVerified") {
        case "returnCode":
            try email.requireMarker("returnCode")
            return (address, .code(.return))
        case "isVerified": return (address, try email.bool("isVerified") ? .verified : .none)
        default: return (address, .code(.send(try email.template(in: "sendCode", as: "SendEmailVerificationCode"))))
        }
    }

    /// An e-mail address of 1 to 200 characters. One that is none is a fault of the form, except that one with a display
    /// name is left for the command to refuse.
    func emailAddress(_ field: String) throws(DomainError) -> String {
        let text = try string(field, .between(1, 200))
        do throws(DomainError) {
            _ = try EmailAddress(text)
        } catch {
            guard error.id == "EMAIL-599GV" else {
                throw fault(field, "value must be a valid email address | caused by: mail: no address")
            }
        }
        return text
    }

    /// `SetHumanPhone`; `nil` when there is none.
    func phone() throws(DomainError) -> (number: String, proof: AddressProof?)? {
        guard let phone = try message("phone", as: "SetHumanPhone") else { return nil }
        return (try phone.string("phone", .atMost(200)), try phone.phoneProof())
    }

    /// How a telephone number is proven; `nil` when nothing is said of it.
    func phoneProof() throws(DomainError) -> AddressProof? {
        switch try oneOf("sendCode", "returnCode", "isVerified") {
        case "sendCode":
            try requireMarker("sendCode")
            return .code(.send(nil))
        case "returnCode":
            try requireMarker("returnCode")
            return .code(.return)
        case "isVerified":
            try requireTrue("isVerified")
            return .verified
        default: return nil
        }
    }

    /// A boolean that means something only when it is true.
    func requireTrue(_ field: String) throws(DomainError) {
        guard try bool(field) else { throw fault(field, "value must equal true") }
    }

    /// The template of a link in a message of its own; `nil` without one.
    func template(
        in field: String, as name: String, allowing placeholders: Set<LinkTemplate.Placeholder> = .ofUser
    ) throws(DomainError) -> LinkTemplate? {
        try message(field, as: name)?.template(allowing: placeholders)
    }

    /// `urlTemplate`.
    func template(
        allowing placeholders: Set<LinkTemplate.Placeholder> = .ofUser
    ) throws(DomainError) -> LinkTemplate? {
        guard let text = try optionalString("urlTemplate", .between(1, 200)) else { return nil }
        return try LinkTemplate(text, allowing: placeholders)
    }

    /// What becomes of a code: `sendCode` or `returnCode`, by default it is sent.
    func codeDelivery(sending name: String) throws(DomainError) -> CodeDelivery {
        if try oneOf("sendCode", "returnCode") == "returnCode" {
            try requireMarker("returnCode")
            return .return
        }
        return .send(try template(in: "sendCode", as: name))
    }
}

extension WireGender {
    fileprivate var gender: Human.Gender {
        switch self {
        case .unspecified: .unspecified
        case .female: .female
        case .male: .male
        case .diverse: .diverse
        }
    }
}
