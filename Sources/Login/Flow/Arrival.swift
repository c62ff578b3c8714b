internal import Model
internal import Platform

/// Somebody who comes from an identity provider: the intent, with the token that proves it.
struct Arrival: Sendable, Hashable {
    let intent: IdentityProviderIntent.ID
    let token: String
    /// Where somebody gets an account who has none, or is found. It was settled before they left, and stays so whatever
    /// pages they see.
    let home: Organization.ID

    init(intent: IdentityProviderIntent.ID, token: String, home: Organization.ID) {
        self.intent = intent
        self.token = token
        self.home = home
    }

    /// As it stands in a sealed step.
    init?(_ json: JSONValue) {
        guard let intent = json[0]?.stringValue, let token = json[1]?.stringValue, let home = json[2]?.stringValue
        else { return nil }
        self.init(intent: IdentityProviderIntent.ID(intent), token: token, home: Organization.ID(home))
    }

    /// As it stands in a sealed step.
    var json: JSONValue { [.string(intent.rawValue), .string(token), .string(home.rawValue)] }
}

/// What a step remembers of somebody who is at an identity provider.
struct Departure: Sendable, Hashable {
    let intent: IdentityProviderIntent.ID
    /// Whose login settings the provider was chosen from; `nil` for the instance's.
    var organization: Organization.ID?
    /// Whether who is signed in here links an account there.
    var isLinking = false

    init(intent: IdentityProviderIntent.ID, organization: Organization.ID?, isLinking: Bool) {
        self.intent = intent
        self.organization = organization
        self.isLinking = isLinking
    }

    var pending: JSONObject {
        var pending: JSONObject = ["intent": .string(intent.rawValue)]
        if let organization { pending["organization"] = .string(organization.rawValue) }
        if isLinking { pending["links"] = true }
        return pending
    }

    init?(_ pending: JSONObject?) {
        guard let pending, let intent = pending["intent"]?.stringValue else { return nil }
        self.init(
            intent: IdentityProviderIntent.ID(intent),
            organization: pending["organization"]?.stringValue.map { Organization.ID($0) },
            isLinking: pending["links"] == true)
    }
}
