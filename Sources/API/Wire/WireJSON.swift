internal import HTTP
internal import Model
internal import Platform

/// What both wires share in reading and writing JSON.
enum WireJSON {
    /// Searches nest queries 20 levels deep, and each level takes three of JSON's. Whoever goes too far is told so by the
    /// search, up to three times as deep.
    private static let limits = JSONLimits(depth: 200)

    static func object(_ body: [UInt8]) throws(DomainError) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body, limits: limits)
        } catch {
            throw .malformed("proto: syntax error at byte \(error.offset): \(error.reason.rawValue)")
        }
        guard case .object(let object) = value else {
            throw .malformed("proto: syntax error: the message must be a JSON object")
        }
        return object
    }

    static func response(_ status: HTTPStatus, _ message: JSONObject) -> HTTPResponse {
        var response = HTTPResponse.json(status, message)
        response.fields.set("Cache-Control", "no-store")
        return response
    }

    /// 401 tells the scheme to use (RFC 6750 §3), 503 when to come back.
    /// - Parameter retryAfter: seconds.
    static func errorResponse(
        _ status: HTTPStatus, _ body: JSONObject, retryAfter: Int64? = nil
    ) -> HTTPResponse {
        var response = response(status, body)
        if status == .unauthorized { response.fields.set("WWW-Authenticate", "Bearer") }
        if let seconds = retryAfter ?? (status == .serviceUnavailable ? 1 : nil) {
            response.fields.set("Retry-After", String(seconds))
        }
        return response
    }
}
