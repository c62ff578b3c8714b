internal import Domain
internal import Model

extension Visit {
    /// Sends somebody who is signed in a code that confirms their e-mail address, and goes where it is typed.
    mutating func confirmEmail(of user: User) async throws(DomainError) -> Answer {
        do throws(DomainError) {
            _ = try await parts.humans.sendEmailCode(
                .send(nil), isRepetition: false, isSpaced: true, of: UserTarget(user.id), by: parts.caller)
            note(.codeSent)
        } catch {
            // The code that was sent just now is as good.
            guard error.id == "CODE-Pau5e" else { throw error }
            note(Notice(error))
        }
        flow.pending = MailedCode(.email, user: user.id).pending
        return .go(.verify)
    }

    /// What asks for ``confirmEmail(of:)``.
    static let confirmEmailAction = "confirm-email"

    func confirmEmailForm(_ place: Place) -> HTML {
        let button: HTML = """
            <button type="submit" class="primary" name="action" value="\(Self.confirmEmailAction)">\
            \(words.confirmEmail)</button>
            """
        return form(place, button, id: "confirm-email")
    }
}
