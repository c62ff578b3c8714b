internal import CPostgres
internal import Glibc
internal import SQL

/// A connection of libpq in pipeline mode: owned once, closed at the end of its scope.
///
/// Commands are queued by `send…`, and their results read in the same order; nothing but ``result(within:)`` waits.
@safe struct PostgresHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Connects. The time limits are those of the URI and of the settings.
    init(url: String, settings: PostgresSettings) throws(SQLError) {
        let options = settings.defaults + [("dbname", url)] + settings.requirements
        let pointer = unsafe Self.connect(options)
        guard let pointer = unsafe pointer else { throw SQLError(.unavailable, "out of memory") }
        guard unsafe PQstatus(pointer) == CONNECTION_OK, unsafe PQsetnonblocking(pointer, 1) == 0,
            unsafe PQenterPipelineMode(pointer) == 1
        else {
            let reason = unsafe Self.message(of: pointer)
            unsafe PQfinish(pointer)
            throw SQLError(.unavailable, reason)
        }
        unsafe alcazar_pq_ignore_notices(pointer)
        unsafe self.pointer = pointer
    }

    deinit { unsafe PQfinish(pointer) }

    /// A parameter that the server reports, such as `server_encoding`.
    borrowing func parameter(_ name: String) -> String? {
        guard let value = unsafe PQparameterStatus(pointer, name) else { return nil }
        return unsafe String(cString: value)
    }

    var isConnected: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }

    /// Whether nothing has come from the server. When nothing was asked, what has come is its farewell, or the end of
    /// the stream.
    borrowing func isSilent() -> Bool {
        wait(for: Int16(POLLIN), milliseconds: 0) == 0
    }

    // MARK: Sending

    borrowing func sendPrepare(_ name: String, _ text: String) throws(SQLError) {
        try check(unsafe PQsendPrepare(pointer, name, text, 0, nil))
    }

    borrowing func sendExecute(_ name: String, _ parameters: borrowing PostgresParameters) throws(SQLError) {
        let status = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
        }
        try check(status)
    }

    /// Sends a statement that is not prepared.
    borrowing func send(_ text: String, _ parameters: borrowing PostgresParameters) throws(SQLError) {
        let status = unsafe parameters.withPointers { count, values, lengths, formats in
            unsafe PQsendQueryParams(pointer, text, count, nil, values, lengths, formats, 1)
        }
        try check(status)
    }

    /// Marks the point up to which the server gives up after an error, and from which it goes on.
    borrowing func sendSync() throws(SQLError) {
        try check(unsafe alcazar_pq_pipeline_sync(pointer))
    }

    // MARK: Receiving

    /// The next result; `nil` at the end of each command, but not after a synchronisation point.
    /// - Parameter milliseconds: after this long without a result the connection counts as lost.
    borrowing func result(within milliseconds: Int32) throws(SQLError) -> PostgresResult? {
        while true {
            let rest = unsafe PQflush(pointer)
            guard rest >= 0 else { throw lost() }
            if unsafe PQisBusy(pointer) == 0 { break }
            let events = Int16(POLLIN) | (rest > 0 ? Int16(POLLOUT) : 0)
            switch wait(for: events, milliseconds: milliseconds) {
            case 0: throw SQLError(.unavailable, "the server has not answered for \(milliseconds) ms")
            case ..<0: throw lost()
            default: if unsafe PQconsumeInput(pointer) != 1 { throw lost() }
            }
        }
        guard let result = unsafe PQgetResult(pointer) else {
            guard unsafe PQstatus(pointer) == CONNECTION_OK else { throw lost() }
            return nil
        }
        return unsafe PostgresResult(owning: result)
    }

    borrowing func lost() -> SQLError {
        SQLError(.unavailable, unsafe Self.message(of: pointer))
    }

    private borrowing func check(_ status: Int32) throws(SQLError) {
        if status != 1 { throw lost() }
    }

    /// - Returns: as `poll` does, which is repeated when a signal interrupts it.
    private borrowing func wait(for events: Int16, milliseconds: Int32) -> Int32 {
        var item = pollfd(fd: unsafe PQsocket(pointer), events: events, revents: 0)
        while true {
            let count = unsafe poll(&item, 1, milliseconds)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// libpq ends its messages with a line break, and some have several lines.
    private static func message(of pointer: OpaquePointer) -> String {
        guard let text = unsafe PQerrorMessage(pointer) else { return "the connection was lost" }
        let lines = unsafe String(cString: text).split(separator: "\n").map { $0.drop { $0 == "\t" || $0 == " " } }
        return lines.isEmpty ? "the connection was lost" : lines.joined(separator: "; ")
    }

    /// - Parameter options: a later one of the same name wins; `dbname` is the URI.
    private static func connect(_ options: [(String, String)]) -> OpaquePointer? {
        let keywords = unsafe options.map { unsafe UnsafePointer(strdup($0.0)) } + [nil]
        let values = unsafe options.map { unsafe UnsafePointer(strdup($0.1)) } + [nil]
        defer {
            unsafe keywords.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) }
            unsafe values.forEach { unsafe wipe($0) }
        }
        return unsafe PQconnectdbParams(keywords, values, 1)
    }

    /// The URI can hold a password.
    private static func wipe(_ text: UnsafePointer<CChar>?) {
        guard let text = unsafe UnsafeMutablePointer(mutating: text) else { return }
        unsafe explicit_bzero(text, strlen(text))
        unsafe free(text)
    }
}
