extension Application {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Kind: String, Sendable, CaseIterable {
        case oidc, api
    }

    package enum Filter: Sendable, Hashable {
        case project(Project.ID)
        case name(TextMatch)
        case state(State)
        case kind(Kind)
        case clientID(String)
        /// For what no application here can be, such as a kind that is not supported.
        case nothing
    }

    package enum Sorting: Sendable, Hashable {
        case id, name, state, creationDate, changeDate
    }

    package var kind: Kind {
        switch configuration {
        case .oidc: .oidc
        case .api: .api
        }
    }
}
