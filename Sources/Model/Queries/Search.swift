/// A list that is asked for: which rows, in which order, which page of them.
package struct Search<Filter: Sendable, Sorting: Sendable>: Sendable {
    /// All of them must hold.
    package let filters: [Filter]
    package let sorting: Sorting
    package let page: Page

    package init(filters: [Filter] = [], sorting: Sorting, page: Page = Page()) {
        self.filters = filters
        self.sorting = sorting
        self.page = page
    }
}
