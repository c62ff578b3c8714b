package import HTTP
package import Platform

/// A response with its body read.
package struct TestResponse: Sendable {
    package let status: HTTPStatus
    package let fields: HTTPFields
    package let body: [UInt8]

    package init(_ response: HTTPResponse) async throws {
        status = response.status
        fields = response.fields
        body = await response.collectBody()
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON.
    package var json: JSONValue {
        get throws { try JSONValue(parsing: body) }
    }
}
