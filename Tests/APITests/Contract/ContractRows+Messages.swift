internal import Platform

// The limits of messages that several methods have in common.
extension Contract {
    /// `SetHumanProfile`.
    func profileLimits(_ parent: String?, in message: JSONValue) -> Contract {
        let profile = Self.path(parent, "profile:SetHumanProfile")
        let names: JSONValue = ["givenName": "New", "familyName": "New"]
        let complete = FieldPath(stringLiteral: Self.path(parent, "profile")).set(names, in: message)
        return limits(
            .id("\(profile).givenName").in(complete), .id("\(profile).familyName").in(complete),
            .runes("\(profile).nickName", 0...200).in(complete), .runes("\(profile).displayName", 0...200).in(complete),
            .runes("\(profile).preferredLanguage", 0...10).in(complete))
    }

    /// `UpdateUserRequest.Human.Profile`.
    func profileChangeLimits() -> Contract {
        let profile = "human:UpdateUserRequest_Human.profile:UpdateUserRequest_Human_Profile"
        return limits(
            .id("\(profile).givenName").optional.in(Self.human), .id("\(profile).familyName").optional.in(Self.human),
            .id("\(profile).nickName").optional.in(Self.human), .id("\(profile).displayName").optional.in(Self.human),
            .runes("\(profile).preferredLanguage", 1...10).optional.in(Self.human),
            .defined("\(profile).gender").in(Self.human))
    }

    /// `SetHumanEmail` and `SetHumanPhone`.
    func addressLimits(_ parent: String?, in message: JSONValue) -> Contract {
        let email = Self.path(parent, "email:SetHumanEmail")
        let phone = Self.path(parent, "phone:SetHumanPhone")
        let address: JSONValue = ["email": "new@a.example"]
        let mailed = FieldPath(stringLiteral: Self.path(parent, "email")).set(address, in: message)
        return limits(
            .email("\(email).email").in(message),
            .runes("\(email).sendCode:SendEmailVerificationCode.urlTemplate", 1...200).optional.in(mailed),
            .runes("\(phone).phone", 0...200).in(message), .trueOnly("\(phone).isVerified").in(message))
    }

    /// `Password` and `HashedPassword` of a new person.
    func newPasswordLimits(_ parent: String?, in message: JSONValue) -> Contract {
        limits(
            .id("\(Self.path(parent, "password:Password")).password").in(message),
            .id("\(Self.path(parent, "hashedPassword:HashedPassword")).hash").in(message))
    }

    /// `SetPassword`.
    func passwordChangeLimits(_ path: String, in message: JSONValue) -> Contract {
        limits(
            .id("\(path).password:Password.password").in(message),
            .id("\(path).hashedPassword:HashedPassword.hash").in(message),
            .id("\(path).currentPassword").optional.in(message),
            .runes("\(path).verificationCode", 1...20).optional.in(message))
    }

    /// `IDPLink`.
    func linkLimits(_ path: String, in message: JSONValue) -> Contract {
        let link: JSONValue = ["idpId": "idp", "userId": "ext", "userName": "ext"]
        let complete = FieldPath(stringLiteral: path.split(separator: ":").dropLast().joined(separator: ":"))
            .set(link, in: message)
        return limits(
            .id("\(path).idpId").in(complete), .id("\(path).userId").in(complete), .id("\(path).userName").in(complete))
    }

    /// `Metadata` and `SetMetadataEntry`.
    func metadataLimits(
        _ path: String, value: ClosedRange<Int> = 0...500_000, in message: JSONValue
    ) -> Contract {
        let entry: JSONValue = ["key": "color", "value": "cmVk"]
        let complete = FieldPath(stringLiteral: path.split(separator: ":").dropLast().joined(separator: ":"))
            .set(entry, in: message)
        return limits(.id("\(path).key").in(complete), .bytes("\(path).value", value).in(complete))
    }

    /// `SearchQuery`, with one member each.
    func queryLimits() -> Contract {
        var copy = self
        for (member, field, count) in [
            ("userNameQuery", "userName", 1...200), ("firstNameQuery", "firstName", 1...200),
            ("lastNameQuery", "lastName", 1...200), ("nickNameQuery", "nickName", 1...200),
            ("displayNameQuery", "displayName", 1...200), ("loginNameQuery", "loginName", 1...200),
            ("organizationIdQuery", "organizationId", 1...200), ("emailQuery", "emailAddress", 0...200),
            ("phoneQuery", "number", 0...20), ("metadataKeyFilter", "key", 0...200),
        ] {
            let query = Self.query(member)
            copy = copy.limits(.runes("\(query).\(field)", count).in([:]))
            guard member != "organizationIdQuery" else { continue }
            let valid = FieldPath(stringLiteral: "queries[].\(member).\(field)").set("x", in: [:])
            copy = copy.limits(.defined("\(query).method").in(valid))
        }
        return copy.limits(
            .bytes("\(Self.query("metadataValueFilter")).value", 0...200).in([:]),
            .defined("\(Self.query("stateQuery")).state").in([:]), .defined("\(Self.query("typeQuery")).type").in([:]),
            .required("queries[]:SearchQuery.notQuery:NotQuery.query").in([:]))
    }

    private static func query(_ member: String) -> String {
        "queries[]:SearchQuery.\(member):\(member.prefix(1).uppercased())\(member.dropFirst())"
    }

    private static func path(_ parent: String?, _ field: String) -> String {
        parent.map { "\($0).\(field)" } ?? field
    }
}
