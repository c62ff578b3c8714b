package import Model
internal import SQL

extension Transaction {
    /// Users whom the caller may see: those it may read, and itself.
    package borrowing func users(
        _ search: User.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<User> {
        var statements = UserSearchStatements(search, caller)
        if statements.comparesTexts {
            statements.exceptions = try exceptions(statements)
            let found = try some(statements)
            guard let last = found.last, found.count > UserSearchStatements.few else {
                return try users(found, statements, search, visibleTo: caller)
            }
            let total = try total(statements, after: last.id, found.count)
            guard total > search.page.offset else { return PageResult(rows: [], total: total) }
            statements.total = total
            return PageResult(rows: try withLoginDomains(rows(statements, search.page)), total: total)
        }
        let rows = try rows(statements, search.page)
        return PageResult(rows: try withLoginDomains(rows), total: try total(statements, search.page, rows.count))
    }

    private borrowing func exceptions(
        _ statements: UserSearchStatements
    ) throws(DomainError) -> UserSearchExceptions {
        var query = SQLQuery("")
        statements.append(exceptionsTo: &query)
        let found = try first(query) { (row) throws(DomainError) in
            UserSearchExceptions(
                hasScopes: try row.boolean("has_scopes"), hasNickNames: try row.boolean("has_nick_names"),
                lacksTexts: try row.boolean("lacks_texts"))
        }
        return found ?? UserSearchExceptions()
    }

    /// All users that match, or more than a few.
    private borrowing func some(_ statements: UserSearchStatements) throws(DomainError) -> [UserSearchMatch] {
        var query = SQLQuery("")
        statements.append(someTo: &query, limit: UserSearchStatements.few + 1)
        return try all(query) { (row) throws(DomainError) in
            UserSearchMatch(id: try row.value("id"), text: try row.text("text"))
        }
    }

    /// The number of all that match, of whom so many were found.
    private borrowing func total(
        _ statements: UserSearchStatements, after last: User.ID, _ found: Int
    ) throws(DomainError) -> Int64 {
        guard let column = statements.orderOfTexts else {
            return try count(statements.source, where: { statements.append(.everybody, to: &$0) })
        }
        var total = Int64(found)
        for hasSameText in [true, false] {
            total += try count(statements.source) {
                statements.append(last, hasSameText: hasSameText, by: column, laterTo: &$0)
            }
        }
        return total
    }

    /// The page of the users that were found.
    private borrowing func users(
        _ found: [UserSearchMatch], _ statements: UserSearchStatements, _ search: User.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<User> {
        guard search.page.offset < found.count else { return PageResult(rows: [], total: Int64(found.count)) }
        var (among, page) = (found.map(\.id)[...], search.page)
        if let key = statements.key, let users = statements.order.page(page, of: found, by: key) {
            (among, page) = (users, Page(limit: page.limit, isAscending: page.isAscending))
        }
        let search = User.Search(filters: [.ids(among.paddedToPowerOfTwo)], sorting: search.sorting, page: page)
        let rows = try rows(UserSearchStatements(search, caller), page)
        return PageResult(rows: try withLoginDomains(rows), total: Int64(found.count))
    }

    /// One part of the list after the other, until the page is full.
    private borrowing func rows(_ statements: UserSearchStatements, _ page: Page) throws(DomainError) -> [User] {
        var rows: [User] = []
        var skipped = page.offset
        for part in statements.parts {
            let wanted = page.limit - Int64(rows.count)
            guard wanted > 0 else { break }
            var query = SQLQuery(userColumns)
            statements.append(part, to: &query, limit: wanted, offset: skipped)
            let found = try all(query, decode: User.init(row:))
            rows += found
            // The page begins in a later part, or goes on there from its start.
            if found.isEmpty, skipped > 0, statements.parts.count > 1 {
                skipped = max(0, skipped - (try count(statements.source, where: { statements.append(part, to: &$0) })))
            } else {
                skipped = 0
            }
        }
        return rows
    }

    /// The number of all rows, which a page that is not full tells.
    private borrowing func total(
        _ statements: UserSearchStatements, _ page: Page, _ count: Int
    ) throws(DomainError) -> Int64 {
        if count < page.limit, count > 0 || page.offset == 0 { return page.offset + Int64(count) }
        return try self.count(statements.source, where: { statements.append(.everybody, to: &$0) })
    }

    private borrowing func withLoginDomains(_ users: [User]) throws(DomainError) -> [User] {
        var domains: [Organization.ID: [String]] = [:]
        return try users.map { (user) throws(DomainError) in
            guard !user.loginDomains.isEmpty else { return user }
            if domains[user.organizationID] == nil {
                domains[user.organizationID] = try loginDomains(of: user.organizationID)
            }
            var user = user
            user.loginDomains = domains[user.organizationID] ?? []
            return user
        }
    }
}

extension ArraySlice<User.ID> {
    /// With the last one again and again: lists of a few lengths are few statements.
    fileprivate var paddedToPowerOfTwo: [User.ID] {
        guard let last else { return [] }
        var length = 1
        while length < count { length *= 2 }
        return Array(self) + repeatElement(last, count: length - count)
    }
}
