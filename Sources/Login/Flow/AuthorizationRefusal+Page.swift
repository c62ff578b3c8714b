internal import Domain
internal import Model

/// What an application is told that wants no page shown (`prompt=none`; OpenID Connect Core §3.1.2.1, §3.1.2.6).
extension AuthorizationRefusal {
    /// In place of a page on which somebody would go on. A proof that is missing, be it a newer one or a further one, is an
    /// authentication of the person.
    init(inPlaceOf answer: Answer) {
        switch answer {
        case .go(.consent): self.init(.consentRequired, "The person has to agree")
        case .go(let place) where place.asksForProof:
            self.init(.loginRequired, "The person has to prove who it is")
        default: self.init(.interactionRequired, "The person has to be asked for something")
        }
    }

    /// In place of a page that tells of an error.
    init(inPlaceOf error: DomainError) {
        if error.isTemporary {
            self.init(.temporarilyUnavailable)
        } else if error == .consentRequired {
            self.init(.consentRequired, "The person has to agree")
        } else if error == .passwordChangeRequired {
            self.init(.interactionRequired, "The person has to be asked for something")
        } else if error.keepsOut {
            self.init(.accessDenied, "The person may not use the application")
        } else if error.endsLogin || Self.needsSignIn.contains(error.id) {
            self.init(.loginRequired, "A new sign-in is needed")
        } else {
            self.init(.serverError)
        }
    }

    /// For the session is none that counts, its user may not sign in, or too little was proven in it.
    private static let needsSignIn = [
        "COMMAND-Flk38", "COMMAND-sGr42", "AUTHZ-Kl3p0", "OIDC-Fr3sh", "OIDC-Us3r4", "OIDC-0thr1", "OIDC-We4k1",
    ]
}
