internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// What a link in a message carries: for whom it is, and the code that proves that this person reads there. Our own links
/// also have the code's proof, with which it counts whatever strangers have typed meanwhile.
///
/// It is moved from the address into the sealed step at once, so that it stays in no history. Looking at a page never spends
/// a code: programs that check mails open the links in them.
struct MailedCode: Sendable, Hashable {
    enum Purpose: String, Sendable {
        case email, invitation, password, passkey
    }

    let purpose: Purpose
    let user: User.ID
    let code: String
    /// Empty for a code without one.
    let proof: String
    /// Of a link for a passkey.
    let id: String

    init(_ purpose: Purpose, user: User.ID, code: String = "", proof: String = "", id: String = "") {
        self.purpose = purpose
        self.user = user
        self.code = code
        self.proof = proof
        self.id = id
    }

    init(_ purpose: Purpose, user: User.ID, _ issued: IssuedCode?) {
        self.init(
            purpose, user: user, code: issued?.code ?? "", proof: issued?.proof ?? "", id: issued?.id ?? "")
    }

    /// - Returns: `nil` for an address without a user and a code.
    init?(_ purpose: Purpose, of query: Form) {
        guard let user = query["userId"], let code = query["code"], !user.isEmpty, !code.isEmpty,
            user.utf8.count <= 200, code.utf8.count <= 200
        else { return nil }
        let (id, proof) = (query["codeId"] ?? "", query["proof"] ?? "")
        guard purpose != .passkey || !id.isEmpty, id.utf8.count <= 200, proof.utf8.count <= 200 else { return nil }
        self.init(purpose, user: User.ID(user), code: code, proof: proof, id: id)
    }

    /// - Returns: `nil` when the step has none for one of these purposes.
    init?(_ flow: Flow, for purposes: Purpose...) {
        guard let mailed = flow.pending?["mailed"]?.objectValue,
            let purpose = mailed["for"]?.stringValue.flatMap({ Purpose(rawValue: $0) }), purposes.contains(purpose),
            let user = mailed["user"]?.stringValue
        else { return nil }
        self.init(
            purpose, user: User.ID(user), code: mailed["code"]?.stringValue ?? "",
            proof: mailed["proof"]?.stringValue ?? "", id: mailed["id"]?.stringValue ?? "")
    }

    /// For the step. A code that is empty is still to be typed.
    var pending: JSONObject {
        [
            "mailed": [
                "for": .string(purpose.rawValue), "user": .string(user.rawValue), "code": .string(code),
                "proof": .string(proof), "id": .string(id),
            ]
        ]
    }

    /// The code as it is brought.
    var presented: PresentedCode { PresentedCode(code, proof: proof.isEmpty ? nil : proof) }

    /// What was left or put in the field for the code: another code than the link's is a typed one, which has no proof.
    func presented(typed: String) -> PresentedCode { typed == code ? presented : PresentedCode(typed) }

    var target: UserTarget { UserTarget(user) }
}

extension Visit {
    /// Takes a link's code out of the address. Whoever was in the middle of something else in this step is not any more.
    /// - Returns: whether the address has one.
    mutating func take(_ mailed: MailedCode?) -> Bool {
        guard let mailed else { return false }
        flow.session = nil
        flow.loginName = nil
        flow.pending = mailed.pending
        if let organization = query["organization"], !organization.isEmpty { home = Organization.ID(organization) }
        return true
    }

    /// Somebody whose code counted. The code has proven who reads there, so the name may be told.
    mutating func owner(of mailed: MailedCode) async throws(DomainError) -> User {
        let user = try await parts.users.user(mailed.target, by: parts.caller)
        home = user.organizationID
        flow.loginName = user.preferredLoginName
        return user
    }

    /// A line for the code, filled in when the link has brought it.
    func mailedCodeField(_ mailed: MailedCode?) -> HTML {
        var code = Field.code(words.codeLabel(.email), hint: nil, digits: 8)
        code.value = mailed?.code ?? ""
        code.isFocused = code.value.isEmpty
        code.extra = " autocapitalize=\"characters\" spellcheck=\"false\" class=\"code\""
        return field(code)
    }
}
