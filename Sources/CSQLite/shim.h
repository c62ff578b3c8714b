#pragma once
#include <sqlite3.h>
#include <stddef.h>

// SQLITE_TRANSIENT is a macro that casts to a function pointer; a null pointer would bind NULL instead of "".
static inline int alcazar_sqlite_bind_text(sqlite3_stmt *statement, int index, const unsigned char *bytes, size_t count) {
    return sqlite3_bind_text64(statement, index, bytes ? (const char *)bytes : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int alcazar_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, size_t count) {
    return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

// sqlite3_config and sqlite3_db_config are variadic.
static inline int alcazar_sqlite_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static inline int alcazar_sqlite_configure(sqlite3 *connection, int option, int value) {
    return sqlite3_db_config(connection, option, value, (int *)0);
}
