extension User {
    package typealias Search = Model.Search<Filter, Sorting>

    /// A condition on users. What looks at a part that a user lacks, such as a machine's e-mail address, neither matches
    /// nor matches when negated.
    package indirect enum Filter: Sendable, Hashable {
        case username(TextMatch)
        /// Any login name matches.
        case loginName(TextMatch)
        case givenName(TextMatch)
        case familyName(TextMatch)
        case nickName(TextMatch)
        case displayName(TextMatch)
        case email(TextMatch)
        case phone(TextMatch)
        /// `nil` matches nobody.
        case state(User.State?)
        case isMachine
        case isHuman
        case nobody
        case ids([User.ID])
        case emails([String])
        case hasProvenEmail
        case hasProvenPhone
        case organization(Organization.ID)
        /// One entry of the user's metadata fulfils all of these.
        case metadata([MetadataFilter])
        case all([Filter])
        case any([Filter])
        case not(Filter)
    }

    package enum MetadataFilter: Sendable, Hashable {
        case key(TextMatch)
        case value([UInt8])
        case valueOtherThan([UInt8])
    }

    package enum Sorting: Sendable, Hashable {
        case id, username, givenName, familyName, nickName, displayName, email, state, type, creationDate
    }
}
