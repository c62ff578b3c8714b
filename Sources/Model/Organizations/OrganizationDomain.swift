/// A domain of an organization. A verified one belongs to one organization of the instance only.
package struct OrganizationDomain: Sendable, Hashable {
    package enum ValidationType: String, Sendable, CaseIterable {
        case none, http, dns
    }

    package let organizationID: Organization.ID
    package let domain: String
    package var isVerified: Bool
    package var isPrimary: Bool
    /// Made from the organization's name; follows when the name changes.
    package let isGenerated: Bool
    package var validationType: ValidationType

    package init(
        organizationID: Organization.ID, domain: String, isVerified: Bool, isPrimary: Bool, isGenerated: Bool,
        validationType: ValidationType = .none
    ) {
        self.organizationID = organizationID
        self.domain = domain
        self.isVerified = isVerified
        self.isPrimary = isPrimary
        self.isGenerated = isGenerated
        self.validationType = validationType
    }

    /// The domain that every organization gets: `<label>.<instance domain>` in lower case.
    ///
    /// The label is the name with spaces turned into hyphens, without everything that is not an ASCII letter, a digit
    /// or a hyphen, cut to 63 characters, without a hyphen at either end.
    /// - Throws: `ORG-RrfXY` when nothing of the name is left.
    package static func generated(
        forName name: String, instanceDomain: String
    ) throws(DomainError) -> String {
        var label = String(
            name.lowercased().map { $0 == " " ? "-" : $0 }
                .filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(63))
        if label.hasPrefix("-") { label.removeFirst() }
        if label.hasSuffix("-") { label.removeLast() }
        guard !label.isEmpty else {
            throw DomainError(.invalidArgument, "ORG-RrfXY", "Errors.Org.Domain.EmptyString")
        }
        return String("\(label).\(instanceDomain.lowercased())".prefix(253))
    }
}
