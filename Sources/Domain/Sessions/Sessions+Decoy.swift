package import Model

extension Sessions {
    /// A session that there is not, with a token that opens nothing, as long as those of one that is: for pages that tell
    /// nobody whether somebody exists.
    /// - Parameter id: of an earlier one, which gets another token.
    package func decoy(_ id: Session.ID?) -> (id: Session.ID, token: String) {
        let id = id ?? ids.nextID()
        return (id, sealer.seal(sessionToken: ids.nextID(), of: id))
    }
}
