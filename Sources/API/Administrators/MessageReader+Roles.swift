internal import Model

extension MessageReader {
    /// The roles of a repeated field: each known, of the right kind, and named once.
    /// - Parameter fault: the id of the error for an unknown role and for one of another kind.
    func roles(
        _ field: String, startingWith prefix: String, fault id: String = "INSTANCE-4m0fS"
    ) throws(DomainError) -> [Role] {
        let names = try strings(field, .between(1, 200))
        guard Set(names).count == names.count else { throw fault(field, "repeated value must contain unique items") }
        var roles: [Role] = []
        for name in names {
            guard let role = Role(rawValue: name), name.hasPrefix(prefix) else {
                throw DomainError(.invalidArgument, id, "Errors.Instance.MemberInvalid")
            }
            roles.append(role)
        }
        return roles
    }
}
