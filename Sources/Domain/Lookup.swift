package import Storage

/// Something to be read from the store, not read yet: what a check is handed to read together with its own, so that a
/// request asks the store once.
package typealias Lookup = Query

extension Query<Void> {
    package static var nothing: Query { Query(answer: ()) }
}
