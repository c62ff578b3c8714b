package import Domain
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.internal_permission.v2.InternalPermissionService`.
    package static func internalPermissionService(_ administrators: Administrators) -> [APIMethod] {
        [
            createAdministrator(administrators), updateAdministrator(administrators),
            deleteAdministrator(administrators), listAdministrators(administrators),
        ]
    }

    private static func createAdministrator(_ administrators: Administrators) -> APIMethod {
        APIMethod(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            access: .object(.orgMemberWrite), .createAdministrator
        ) { (request, call) async throws(DomainError) in
            let user = User.ID(try request.string("userId", .identifier))
            let target = try AdministratorTarget(in: request)
            let roles = try request.roles("roles", startingWith: target.rolePrefix)
            guard !roles.isEmpty else {
                throw DomainError(.invalidArgument, "INSTANCE-4m0fS", "Errors.Instance.MemberInvalid")
            }
            return .moment(
                "creationDate", try await administrators.create(user, of: target, roles: roles, by: call.caller))
        }
    }

    private static func updateAdministrator(_ administrators: Administrators) -> APIMethod {
        APIMethod(
            "zitadel.internal_permission.v2.InternalPermissionService/UpdateAdministrator",
            access: .object(.orgMemberWrite), .updateAdministrator
        ) { (request, call) async throws(DomainError) in
            let user = User.ID(try request.string("userId", .identifier))
            let target = try AdministratorTarget(in: request)
            let roles = try request.roles("roles", startingWith: target.rolePrefix, fault: "INSTANCE-3m9fs")
            guard !roles.isEmpty else {
                throw DomainError(.invalidArgument, "INSTANCE-LiaZi", "Errors.Instance.MemberInvalid")
            }
            return .moment(
                "changeDate", try await administrators.update(user, of: target, roles: roles, by: call.caller))
        }
    }

    private static func deleteAdministrator(_ administrators: Administrators) -> APIMethod {
        APIMethod(
            "zitadel.internal_permission.v2.InternalPermissionService/DeleteAdministrator",
            access: .object(.orgMemberDelete), .deleteAdministrator
        ) { (request, call) async throws(DomainError) in
            let user = User.ID(try request.string("userId", .identifier))
            let target = try AdministratorTarget(in: request)
            return .moment("deletionDate", try await administrators.delete(user, of: target, by: call.caller))
        }
    }

    private static func listAdministrators(_ administrators: Administrators) -> APIMethod {
        APIMethod(
            "zitadel.internal_permission.v2.InternalPermissionService/ListAdministrators",
            access: .rows(.orgMemberRead), .listAdministrators
        ) { (request, call) async throws(DomainError) in
            let page = try Page(request)
            let sorting = try request.enumeration("sortingColumn", as: WireAdministratorField.self).sorting
            let filters = try request.filters(as: "AdministratorSearchFilter") { (filter) throws(DomainError) in
                try AdministratorOverview.Filter(filter, depth: 1)
            }
            let search = AdministratorOverview.Search(filters: filters, sorting: sorting, page: page)
            let result = try await administrators.list(search, by: call.caller)
            return .message {
                $0.set("pagination", page.response(total: result.total))
                $0.set("administrators", result.rows.map(\.message))
            }
        }
    }
}
