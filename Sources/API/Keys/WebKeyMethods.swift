package import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.webkey.v2.WebKeyService`.
    package static func webKeyService(_ keys: WebKeys) -> [APIMethod] {
        [createWebKey(keys), activateWebKey(keys), deleteWebKey(keys), listWebKeys(keys)]
    }

    private static func createWebKey(_ keys: WebKeys) -> APIMethod {
        APIMethod("zitadel.webkey.v2.WebKeyService/CreateWebKey", access: .object(.iamWebKeyWrite), .createWebKey) {
            (request, call) async throws(DomainError) in
            let key = try await keys.create(WebKey.Configuration(request), by: call.caller)
            return .message {
                $0.set("id", key.id)
                $0.set("creationDate", key.createdAt)
            }
        }
    }

    private static func activateWebKey(_ keys: WebKeys) -> APIMethod {
        APIMethod("zitadel.webkey.v2.WebKeyService/ActivateWebKey", access: .object(.iamWebKeyWrite), .activateWebKey) {
            (request, call) async throws(DomainError) in
            let id = WebKey.ID(try request.string("id", .identifier))
            let changedAt = try await keys.activate(id, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    private static func deleteWebKey(_ keys: WebKeys) -> APIMethod {
        APIMethod(
            "zitadel.webkey.v2.WebKeyService/DeleteWebKey", REST(.delete, "/v2/web_keys/{id}"),
            access: .object(.iamWebKeyDelete), .deleteWebKey
        ) { (request, call) async throws(DomainError) in
            let id = WebKey.ID(try request.string("id", .identifier))
            let deletedAt = try await keys.delete(id, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    private static func listWebKeys(_ keys: WebKeys) -> APIMethod {
        APIMethod(
            "zitadel.webkey.v2.WebKeyService/ListWebKeys", REST(.get, "/v2/web_keys"),
            access: .object(.iamWebKeyRead), .listWebKeys
        ) { (_, call) async throws(DomainError) in
            let list = try await keys.list(by: call.caller)
            return .message { $0.set("webKeys", list.map(\.message)) }
        }
    }
}
