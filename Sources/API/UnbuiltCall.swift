internal import HTTP

/// A call of ZITADEL's API that is not built. Whoever has a token learns why and what to do; without this it would look
/// like a path that was misspelled.
package struct UnbuiltCall: Sendable {
    let rest: APIMethod.REST
    /// The name in logs and metrics.
    let routeName: StaticString
    let reason: String

    package init(_ rest: APIMethod.REST, _ routeName: StaticString, _ reason: String) {
        self.rest = rest
        self.routeName = routeName
        self.reason = reason
    }
}
