/// The driver seam: what an engine must offer so that the storage module runs on it.
///
/// This module owns the vocabulary between storage and drivers. It knows no engine and no table.
package protocol SQLDriver: Sendable {
    /// Which of the two kinds of engine this is.
    var access: SQLAccess { get }

    /// Writes a consistent copy of the store, which may be in use, to a new file.
    /// An existing file is refused with `.constraint(.unique)`, and `.misuse` says that the engine has tools of its own.
    func backup(to path: String) throws(SQLError)

    /// Verifies the whole store. Returns what is wrong; empty when all is well.
    func integrityCheck() throws(SQLError) -> [String]
}

/// The one thing about an engine that the storage module has to know: whether a statement is a function call or a
/// message to somebody else.
package enum SQLAccess: Sendable {
    /// In this process. A read takes microseconds; of writes there is one at a time.
    case embedded(any SQLEmbeddedDriver)
    /// Behind a network. A statement is a round trip, many transactions run at once, and the other end can be gone.
    case server(any SQLServerDriver)
}

package protocol SQLEmbeddedDriver: SQLDriver {
    /// How many write transactions may share one commit.
    var groupLimit: Int { get }

    /// How many states of the store the readers of this process began to see.
    var snapshots: Int { get }

    /// Opens a connection. The first one must be a writer: it creates the store if there is none.
    /// - Parameter isHurried: whether a transaction that takes long fails with `.timeout`, because others wait for its thread.
    func connect(_ role: SQLRole, isHurried: Bool) throws(SQLError) -> sending any SQLEmbeddedConnection
}

package protocol SQLServerDriver: SQLDriver {
    /// How many connections this process may keep open.
    var connectionLimit: Int { get }
    /// After this time a connection is replaced, so that load spreads over servers that came later.
    var connectionLifetime: Duration { get }

    /// Opens a connection. Returns or fails within a bounded time.
    func connect() throws(SQLError) -> sending any SQLServerConnection
}

extension SQLDriver {
    /// A connection for work beside everything else.
    /// - Parameter role: a reader does not make a store that is not there.
    package func connectAlone(_ role: SQLRole) throws(SQLError) -> any SQLConnection {
        switch access {
        case .embedded(let driver): try driver.connect(role, isHurried: false)
        case .server(let driver): try driver.connect()
        }
    }
}
