internal import Model
internal import Platform
internal import Storage

extension Transaction {
    /// Voids what may have been sent to an address that is the user's no longer: whoever reads there must not get in.
    borrowing func voidCodes(of user: User.ID, sentOver channel: MessageChannel) throws(DomainError) {
        switch channel {
        case .email:
            try deleteCode(.email, of: user)
            try deleteCode(.invite, of: user)
        case .sms: try deleteCode(.phone, of: user)
        }
        try deleteCode(.password, of: user)
        try deleteCode(.passkey, of: user)
        try deleteSessionCodes(channel, of: user)
    }

    /// Voids the codes by which a user gets a credential, because there is a new password.
    borrowing func voidCredentialCodes(of user: User.ID) throws(DomainError) {
        for purpose in [CodePurpose.password, .passkey, .invite] { try deleteCode(purpose, of: user) }
    }
}
