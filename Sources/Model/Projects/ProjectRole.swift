package import Platform

/// A role that a project defines; its key is what role claims carry.
package struct ProjectRole: Sendable, Hashable {
    package let projectID: Project.ID
    package let key: String
    package var displayName: String
    package var group: String
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        projectID: Project.ID, key: String, displayName: String, group: String = "", createdAt: Timestamp,
        changedAt: Timestamp
    ) {
        self.projectID = projectID
        self.key = key
        self.displayName = displayName
        self.group = group
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
