internal import CLinux
internal import CSQLite
internal import SQL

extension SQLiteHandle {
    /// Adds the functions that the other engine has and this one lacks.
    borrowing func addFunctions() throws(SQLError) {
        let status = unsafe sqlite3_create_function_v2(
            pointer, "strpos", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
            { context, _, arguments in unsafe answerPosition(context, arguments) }, nil, nil, nil)
        guard status == SQLITE_OK else { throw error(status) }
    }
}

/// `strpos(text, part)`: where the part begins in the text, in characters from 1; 0 where it does not occur. Bytes are
/// compared, several times as quickly as by `LIKE`, and no character means anything else than itself.
private func answerPosition(_ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?) {
    guard let arguments = unsafe arguments else { return }
    let (first, second) = unsafe (arguments[0], arguments[1])
    // In this order: the length is that of the form which was asked for last.
    let text = unsafe sqlite3_value_blob(first)
    let count = unsafe Int(sqlite3_value_bytes(first))
    let part = unsafe sqlite3_value_blob(second)
    let partCount = unsafe Int(sqlite3_value_bytes(second))
    // Without bytes it is either null or empty. Whoever gives no answer answers null.
    if unsafe text == nil, unsafe sqlite3_value_type(first) == SQLITE_NULL { return }
    guard let part = unsafe part else {
        if unsafe sqlite3_value_type(second) != SQLITE_NULL { unsafe sqlite3_result_int64(context, 1) }
        return
    }
    guard let text = unsafe text, let found = unsafe memmem(text, count, part, partCount) else {
        unsafe sqlite3_result_int64(context, 0)
        return
    }
    let before = unsafe UnsafeRawBufferPointer(start: text, count: UnsafeRawPointer(found) - text)
    // All bytes of a character but its first one begin with the bits 10.
    let characters = unsafe before.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    unsafe sqlite3_result_int64(context, Int64(characters) + 1)
}
