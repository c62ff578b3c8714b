internal import Model
internal import Platform
internal import Storage

extension Transaction {
    /// Stores everything that a new instance consists of.
    borrowing func insert(_ plan: InstancePlan, masterKeyCheck: [UInt8]) throws(DomainError) {
        let now = plan.instance.createdAt
        try insert(plan.instance, masterKeyCheck: masterKeyCheck)
        try record(AuditEvent(.instance, plan.instance.id, organization: nil, "instance.added"), by: nil, at: now)
        try insert(plan.organization)
        try record("org.added", of: plan.organization.id, by: nil, at: now)
        try insert(plan.project)
        try record(.project(plan.project.id, plan.organization.id, "project.added"), by: nil, at: now)
        for application in plan.applications {
            guard try insert(application, secretDigest: nil) else { throw .internalFault }
            try record(
                AuditEvent(
                    .application, application.id.rawValue, organization: plan.organization.id, "application.added"),
                by: nil, at: now)
        }
        try insert(plan.human, passwordHash: plan.passwordHash)
        try record("user.human.added", of: plan.human.id, in: plan.organization.id, by: nil, at: now)
        try administer(plan.human.id, plan.organization.id, at: now)
        if let machine = plan.machine {
            try insert(machine, in: plan.organization.id, at: now)
            try administer(machine.user.id, plan.organization.id, at: now)
        }
        if let loginClient = plan.loginClient {
            try insert(loginClient, in: plan.organization.id, at: now)
            try insert(
                Administrator(
                    userID: loginClient.user.id, resource: .instance, roles: [loginClient.role], createdAt: now,
                    changedAt: now))
        }
        try choose(plan.defaults, for: plan.instance)
    }

    private borrowing func administer(
        _ user: User.ID, _ organization: Organization.ID, at now: Timestamp
    ) throws(DomainError) {
        try insert(
            Administrator(userID: user, resource: .instance, roles: [.iamOwner], createdAt: now, changedAt: now))
        try insert(
            Administrator(
                userID: user, resource: .organization(organization), roles: [.orgOwner], createdAt: now,
                changedAt: now))
    }

    private borrowing func insert(
        _ machine: InstancePlan.MachineUser, in organization: Organization.ID, at now: Timestamp
    ) throws(DomainError) {
        try insert(machine.user)
        try record("user.machine.added", of: machine.user.id, in: organization, by: nil, at: now)
        if let key = machine.key {
            guard try insert(key.stored, of: machine.user.id) else { throw .internalFault }
            try record("user.machine.key.added", of: machine.user.id, in: organization, by: nil, at: now)
        }
        if let token = machine.token {
            guard try insert(token) else { throw .internalFault }
            try record("user.pat.added", of: machine.user.id, in: organization, by: nil, at: now)
        }
    }
}
