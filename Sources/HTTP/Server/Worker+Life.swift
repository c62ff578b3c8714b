internal import Platform

extension Worker {
    /// Starts the thread and begins to accept.
    func begin(_ sockets: [ListeningSocket]) async {
        SystemThread.start { [loop] in loop.run() }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.perform { [self] in
                for socket in sockets {
                    do throws(SystemError) {
                        try loop.listen(Listener(socket.descriptor, onAccept: accept))
                    } catch {
                        context.log.error("a listener could not be watched", ["reason": .string(error.description)])
                    }
                }
                continuation.resume()
            }
        }
    }

    /// Drains and ends the thread.
    func end(deadline: UInt64) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.perform { [self] in
                loop.startDraining(deadline: deadline) { continuation.resume() }
            }
        }
        loop.stop()
    }
}
