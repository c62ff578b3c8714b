internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func createApplicationKey(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/CreateApplicationKey", access: .object(.projectAppWrite),
            .createApplicationKey
        ) { (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            // The zero time of the contract's language stands for "never".
            let expiresAt = try request.timestamp("expirationDate").flatMap { $0 == Self.zeroTime ? nil : $0 }
            let (key, file) = try await applications.createKey(
                for: id, in: project, expiresAt: expiresAt, by: call.caller)
            return .message {
                $0.set("keyId", key.id)
                $0.set("creationDate", key.createdAt)
                $0.set("keyDetails", file.exposed)
            }
        }
    }

    static func deleteApplicationKey(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/DeleteApplicationKey", access: .object(.projectAppWrite),
            .deleteApplicationKey
        ) { (request, call) async throws(DomainError) in
            let id = AuthenticationKey.ID(try request.string("keyId", .identifier))
            let (application, project) = try request.application()
            let deletedAt = try await applications.deleteKey(id, of: application, in: project, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    static func getApplicationKey(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/GetApplicationKey", access: .object(.projectAppRead),
            .getApplicationKey
        ) {
            (request, call) async throws(DomainError) in
            let id = AuthenticationKey.ID(try request.string("keyId", .identifier))
            let key = try await applications.getKey(id, by: call.caller)
            return .message {
                $0.set("keyId", key.id)
                $0.set("creationDate", key.createdAt)
                $0.set("expirationDate", key.expiresAt)
            }
        }
    }

    static func listApplicationKeys(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/ListApplicationKeys", access: .rows(.projectAppRead),
            .listApplicationKeys
        ) {
            (request, call) async throws(DomainError) in
            let search = ApplicationKey.Search(
                filters: try request.filters(as: "ApplicationKeySearchFilter", ApplicationKey.Filter.init),
                sorting: try request.enumeration("sortingColumn", as: WireApplicationKeysSorting.self).sorting,
                page: try Page(request))
            let result = try await applications.listKeys(search, by: call.caller)
            return .message {
                $0.set("keys", result.rows.map(\.message))
                $0.set("pagination", search.page.response(total: result.total))
            }
        }
    }

    /// `0001-01-01T00:00:00Z`.
    private static let zeroTime = Timestamp(seconds: -62_135_596_800)
}

enum WireApplicationKeysSorting: String, WireEnum {
    case id = "APPLICATION_KEYS_SORT_BY_ID"
    case projectID = "APPLICATION_KEYS_SORT_BY_PROJECT_ID"
    case applicationID = "APPLICATION_KEYS_SORT_BY_APPLICATION_ID"
    case creationDate = "APPLICATION_KEYS_SORT_BY_CREATION_DATE"
    case organizationID = "APPLICATION_KEYS_SORT_BY_ORGANIZATION_ID"
    case expiration = "APPLICATION_KEYS_SORT_BY_EXPIRATION"
    case type = "APPLICATION_KEYS_SORT_BY_TYPE"

    var sorting: ApplicationKey.Sorting {
        switch self {
        // All keys are of one type.
        case .id, .type: .id
        case .projectID: .projectID
        case .applicationID: .applicationID
        case .creationDate: .creationDate
        case .organizationID: .organizationID
        case .expiration: .expiration
        }
    }
}

extension ApplicationKey.Filter {
    fileprivate init(_ filter: MessageReader) throws(DomainError) {
        switch try filter.requiredOneOf(
            "Filter", ["applicationIdFilter", "projectIdFilter", "organizationIdFilter"])
        {
        case "applicationIdFilter":
            let application = try filter.requiredMessage("applicationIdFilter", as: "ApplicationKeyApplicationIDFilter")
            self = .application(Application.ID(try application.string("applicationId", .atMost(200))))
        case "projectIdFilter": self = .project(try filter.identifier(in: "projectIdFilter", "projectId"))
        default: self = .organization(try filter.identifier(in: "organizationIdFilter", "organizationId"))
        }
    }
}
