extension Organization {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case name(TextMatch)
        /// One of its verified domains.
        case domain(TextMatch)
        /// `nil` is a state in which no organization is.
        case state(State?)
        case id(ID)
        /// The default organization of the instance.
        case isDefault
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, name
    }
}

extension OrganizationDomain {
    /// Filters compare the domain's name.
    package typealias Search = Model.Search<TextMatch, Sorting>

    package enum Sorting: Sendable, Hashable {
        case creationDate, name
    }
}
