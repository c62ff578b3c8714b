/// Waits until something has become so that happens elsewhere, for longer than any machine under load needs.
/// - Returns: whether it has.
package func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(100)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        // A cancelled sleep ends the wait, because the condition is asked no more often for it.
        guard (try? await Task.sleep(for: .milliseconds(10))) != nil else { return false }
    }
    return try await condition()
}
