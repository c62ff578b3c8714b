internal import Glibc

/// The thread of a loop. It keeps the loop alive until `run` returns.
enum LoopThread {
    static func start(_ loop: EventLoop) {
        let argument = unsafe Unmanaged.passRetained(loop).toOpaque()
        var thread = pthread_t()
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument)
        precondition(status == 0, "the system has no thread for an event loop")
        pthread_detach(thread)
    }
}
