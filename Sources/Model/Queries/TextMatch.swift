package import Platform

/// How a text of a search is compared. Wildcards of the store have no meaning in it.
package struct TextMatch: Sendable, Hashable {
    package enum Method: Sendable, CaseIterable {
        case equals, equalsIgnoreCase, startsWith, startsWithIgnoreCase
        case contains, containsIgnoreCase, endsWith, endsWithIgnoreCase
    }

    package let text: String
    package let method: Method

    package init(_ text: String, _ method: Method) {
        self.text = text
        self.method = method
    }
}

/// How a moment of a search is compared.
package struct TimestampMatch: Sendable, Hashable {
    package enum Method: Sendable, CaseIterable {
        case equals, after, afterOrEquals, before, beforeOrEquals
    }

    package let moment: Timestamp
    package let method: Method

    package init(_ moment: Timestamp, _ method: Method) {
        self.moment = moment
        self.method = method
    }
}
