/// Told about each answered request: the name of its route, from a closed set, never its path.
package typealias HTTPObserver =
    @Sendable (_ route: String, _ status: HTTPStatus, _ duration: Duration) -> Void
