package import Platform
package import SQL

/// Carries everything from one store to another, empty one, which may be on another engine: all of it or nothing.
///
/// Rows go in the order of their keys. When a table is done its rows are read back, and number and digest are compared
/// with those of what was sent.
package struct StoreCopy: Sendable {
    /// What was copied of one table.
    package struct Summary: Sendable, Equatable {
        package let table: String
        package let rows: Int
        /// Over all rows, in the order of their keys.
        package let digest: [UInt8]
    }

    private static let batch = 200

    private let source: any SQLDriver
    private let target: any SQLDriver
    private let hash: @Sendable ([UInt8]) -> [UInt8]
    private let progress: @Sendable (_ table: String, _ rows: Int) -> Void

    /// - Parameters:
    ///   - source: may be in use; what changes after the copy has begun is not in it.
    ///   - hash: SHA-256.
    ///   - progress: hears of each batch: the table, and how many of its rows have arrived.
    package init(
        from source: any SQLDriver, to target: any SQLDriver, hash: @escaping @Sendable ([UInt8]) -> [UInt8],
        progress: @escaping @Sendable (_ table: String, _ rows: Int) -> Void = { _, _ in }
    ) {
        self.source = source
        self.target = target
        self.hash = hash
        self.progress = progress
    }

    /// - Returns: one summary a table, in the order of copying.
    package func run(at now: Timestamp) async throws(StoreCopyError) -> [Summary] {
        try await OffLoop.run { () throws(StoreCopyError) in try copy(at: now) }
    }

    private func copy(at now: Timestamp) throws(StoreCopyError) -> [Summary] {
        let origin = try storing { () throws(SQLError) in try source.connectAlone(.reader) }
        defer { origin.close() }
        try storing { () throws(SQLError) in try origin.begin(.reader) }
        do throws(MigrationError) {
            guard try Migrator(connection: origin, migrations: Migration.all).isCurrent() else { throw .outdated }
        } catch {
            throw .source(error)
        }
        let destination = try storing { () throws(SQLError) in try target.connectAlone(.writer) }
        defer { destination.close() }
        do throws(MigrationError) {
            _ = try Migrator(connection: destination, migrations: Migration.all).run(at: now)
        } catch {
            throw .target(error)
        }
        do throws(StoreCopyError) {
            try storing { () throws(SQLError) in try destination.beginMigration() }
            let summaries = try copy(from: origin, to: destination)
            try storing { () throws(SQLError) in try destination.commit() }
            return summaries
        } catch {
            destination.rollback()
            throw error
        }
    }

    private func copy(
        from origin: any SQLConnection, to destination: any SQLConnection
    ) throws(StoreCopyError) -> [Summary] {
        if let table = try storing({ () throws(SQLError) in try firstTableWithRows(destination) }) {
            throw .notEmpty(table: table)
        }
        var summaries: [Summary] = []
        for table in StoredTable.all {
            let sent = try summary(of: table, origin) { (rows, total) throws(SQLError) in
                let query = table.insertion(rows)
                let cursor = try destination.open(query.text, query.values)
                defer { cursor.close() }
                _ = try cursor.finish()
                progress(table.name.description, total)
            }
            summaries.append(sent)
            // That it was empty before is known.
            guard sent.rows > 0 else { continue }
            let arrived = try summary(of: table, destination) { _, _ in }
            guard sent == arrived else { throw .differs(table: table.name.description) }
        }
        return summaries
    }

    private func firstTableWithRows(_ connection: any SQLConnection) throws(SQLError) -> String? {
        let query = StoredTable.tablesWithRows
        let cursor = try connection.open(query.text, query.values)
        defer { cursor.close() }
        return try cursor.next() ? try cursor.text("table_name") : nil
    }

    /// Reads a whole table.
    /// - Parameter each: gets each batch, and how many rows there were with it.
    private func summary(
        of table: StoredTable, _ connection: any SQLConnection,
        each: (_ rows: [[SQLValue]], _ total: Int) throws(SQLError) -> Void
    ) throws(StoreCopyError) -> Summary {
        try storing { () throws(SQLError) in
            var (count, digest, last) = (0, [UInt8](), [SQLValue]?.none)
            while true {
                let rows = try read(table, after: last, limit: Self.batch, connection)
                for row in rows { digest = hash(digest + row.flatMap(\.canonicalBytes)) }
                count += rows.count
                if !rows.isEmpty { try each(rows, count) }
                guard rows.count == Self.batch, let final = rows.last else { break }
                last = table.key(of: final)
            }
            return Summary(table: table.name.description, rows: count, digest: digest)
        }
    }

    private func read(
        _ table: StoredTable, after last: [SQLValue]?, limit: Int, _ connection: any SQLConnection
    ) throws(SQLError) -> [[SQLValue]] {
        let query = table.rows(after: last, limit: limit)
        let cursor = try connection.open(query.text, query.values)
        defer { cursor.close() }
        var rows: [[SQLValue]] = []
        while try cursor.next() {
            var row: [SQLValue] = []
            for column in table.columns { row.append(try column.value(cursor)) }
            rows.append(row)
        }
        return rows
    }

    private func storing<T>(_ body: () throws(SQLError) -> T) throws(StoreCopyError) -> T {
        do throws(SQLError) { return try body() } catch { throw .store(error) }
    }
}

extension SQLValue {
    /// The same bytes for the same value, whatever engine it came from: kind, length, content.
    fileprivate var canonicalBytes: [UInt8] {
        let (kind, content): (UInt8, [UInt8]) =
            switch self {
            case .null: (0, [])
            case .integer(let value): (1, Self.bigEndian(UInt64(bitPattern: value)))
            case .boolean(let value): (2, [value ? 1 : 0])
            case .text(let value): (3, Array(value.utf8))
            case .blob(let value): (4, value)
            }
        return [kind] + Self.bigEndian(UInt64(content.count)) + content
    }

    private static func bigEndian(_ value: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt64($0)) }
    }
}
