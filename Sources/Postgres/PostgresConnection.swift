internal import SQL

/// A connection with its prepared statements.
///
/// Nothing is sent before it is needed: `BEGIN` goes with the first statement of a transaction, so a change of one
/// statement costs two round trips, and a read of one statement one.
final class PostgresConnection: SQLServerConnection {
    private enum Phase {
        case none
        /// Begun for the caller; the server does not know of it yet.
        case announced(Beginning)
        case open(SQLRole)
        case migrating
    }

    private enum Beginning {
        case reader, writer, writerAlone

        var role: SQLRole { self == .reader ? .reader : .writer }

        /// Readers see one state, and cannot fail because of others. What they read decides nothing, so they need not be
        /// part of the order in which writers behave.
        ///
        /// Writers share a lock, and the one that wants to be alone takes it for itself. It is a table's, the one that
        /// every store has, because a writer's snapshot has to be younger than its lock, and only `LOCK` takes none.
        var commands: [String] {
            switch self {
            case .reader: ["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"]
            case .writer: [Self.writing, "LOCK TABLE schema_migrations IN ROW SHARE MODE"]
            case .writerAlone: [Self.writing, "LOCK TABLE schema_migrations IN EXCLUSIVE MODE"]
            }
        }

        private static let writing = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
    }

    private let line: PostgresLine
    private let settings: PostgresSettings
    private var phase = Phase.none
    private var statements = PostgresStatements()
    private var parameters = PostgresParameters()

    init(url: String, settings: PostgresSettings) throws(SQLError) {
        line = PostgresLine(
            try PostgresHandle(url: url, settings: settings), patience: settings.answerMilliseconds)
        self.settings = settings
        guard line.parameter("server_encoding") == "UTF8" else {
            throw SQLError(.misuse, "the database must have the encoding UTF8: CREATE DATABASE … ENCODING 'UTF8'")
        }
        try line.run(settings.session.map { Self.set($0.0, $0.1, isLocal: false) })
    }

    var isUsable: Bool { line.isUsable }

    var isAlive: Bool { line.isAlive }

    func open(_ sql: SQLText, _ values: [SQLValue]) throws(SQLError) -> any SQLCursor {
        let statement = find(sql)
        try parameters.fill(values, statement: statement.text)
        let begin = try line.sending { (handle) throws(SQLError) in
            let begin = try sendBegin(handle)
            try statement.sendPrepareIfNew(handle)
            try statement.sendExecute(handle, parameters)
            try handle.sendSync()
            return begin
        }
        var failure: SQLError?
        if let begin { receiveBegin(begin, &failure) }
        statement.receivePrepared(line, &failure)
        let result = line.receive(statement.text, role: role, &failure)
        try line.receiveSync(failure)
        guard let result else { throw line.outOfStep() }
        return PostgresCursor(result, of: statement)
    }

    func begin(_ role: SQLRole) throws(SQLError) {
        try announce(role == .reader ? .reader : .writer)
    }

    func beginAlone() throws(SQLError) {
        try announce(.writerAlone)
    }

    private func announce(_ beginning: Beginning) throws(SQLError) {
        guard case .none = phase else { throw SQLError(.misuse, "a transaction is open already") }
        phase = .announced(beginning)
    }

    func commit() throws(SQLError) {
        defer { phase = .none }
        switch phase {
        case .none: throw SQLError(.misuse, "no transaction is open")
        case .announced: break
        case .open, .migrating:
            let tags = try line.run([("COMMIT", PostgresParameters())])
            // The server's word for the end of a transaction in which a statement had failed.
            guard tags == ["COMMIT"] else { throw SQLError(.misuse, "the transaction had failed before its end") }
        }
    }

    func rollback() {
        defer { phase = .none }
        switch phase {
        case .none, .announced: break
        case .open, .migrating:
            // If it fails the connection is lost, and the transaction with it.
            do throws(SQLError) { try line.run([("ROLLBACK", PostgresParameters())]) } catch { line.giveUp() }
        }
    }

    /// The server ends the transaction, if there is one, when the connection goes.
    func close() {
        rollback()
        line.giveUp()
    }

    /// While the schema changes nothing is kept, because a prepared statement does not outlive a change of its result.
    private func find(_ sql: SQLText) -> PostgresStatement {
        if case .migrating = phase { return PostgresStatement(sql.description, name: nil) }
        return statements.find(sql)
    }

    private var role: SQLRole? {
        switch phase {
        case .none: nil
        case .announced(let beginning): beginning.role
        case .open(let role): role
        case .migrating: .writer
        }
    }

    private func sendBegin(_ handle: borrowing PostgresHandle) throws(SQLError) -> Beginning? {
        guard case .announced(let beginning) = phase else { return nil }
        for command in beginning.commands { try handle.send(command, PostgresParameters()) }
        return beginning
    }

    /// A server that cannot begin is one that only reads, since another took over.
    private func receiveBegin(_ beginning: Beginning, _ failure: inout SQLError?) {
        for (number, command) in beginning.commands.enumerated() {
            _ = line.receive(command, role: beginning.role, &failure)
            if number == 0, let error = failure {
                line.giveUp()
                failure = SQLError(.unavailable, error.message, statement: command)
            }
        }
        if line.isUsable { phase = .open(beginning.role) }
    }

    private static func set(_ name: String, _ value: String, isLocal: Bool) -> (String, PostgresParameters) {
        ("SELECT set_config('\(name)', '\(value)', \(isLocal))", PostgresParameters())
    }
}

/// Migrations.
extension PostgresConnection {
    /// The lock is one of the transaction, so it cannot be forgotten, and a pooler between us and the server does no
    /// harm. There is one for each schema, in which the tables of one service are. Each statement sees what is
    /// committed by then: a snapshot from before the wait for the lock would not show what was waited for.
    func beginMigration() throws(SQLError) {
        guard case .none = phase else { throw SQLError(.misuse, "a transaction is open already") }
        phase = .migrating
        line.patience = settings.migrationMilliseconds + 60_000
        try line.run([
            ("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", PostgresParameters()),
            Self.set("statement_timeout", "0", isLocal: true),
            Self.set("lock_timeout", "\(settings.migrationMilliseconds)", isLocal: true),
            (
                "SELECT pg_advisory_xact_lock(hashtextextended('alcazar ' || current_schema(), 0))",
                PostgresParameters()
            ),
        ])
    }

    /// A script is run by a function, which the server does not let end the transaction. Then every text column gets
    /// the collation of bytes: text is compared and folded the same on every engine, whatever the database's locale.
    func run(script: String) throws(SQLError) {
        try line.run([
            ("SELECT set_config('alcazar.script', $1, true)", try PostgresParameters([.text(script)])),
            ("DO $$ BEGIN EXECUTE current_setting('alcazar.script'); END $$", PostgresParameters()),
            (Self.collation, PostgresParameters()),
        ])
    }

    private static var collation: String {
        """
        DO $$
        DECLARE change text;
        BEGIN
            FOR change IN
                SELECT format('ALTER TABLE %I ', c.relname)
                    || string_agg(format('ALTER COLUMN %I TYPE text COLLATE "C"', a.attname), ', ')
                FROM pg_class c
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'
                    AND a.atttypid = CAST('text' AS regtype)
                    AND a.attcollation <> CAST('pg_catalog."C"' AS regcollation)
                GROUP BY c.oid, c.relname
            LOOP
                EXECUTE change;
            END LOOP;
        END
        $$
        """
    }
}

/// Many batches in one round trip.
extension PostgresConnection {
    func pipeline(
        _ batches: [[SQLStatement]], _ receive: (Int, Result<[any SQLCursor], SQLError>) -> Void
    ) {
        let plans: [Plan]
        do throws(SQLError) {
            plans = try line.sending { (handle) throws(SQLError) in
                var plans: [Plan] = []
                for batch in batches { plans.append(try send(batch, handle)) }
                return plans
            }
        } catch {
            for number in batches.indices { receive(number, .failure(error)) }
            return
        }
        for (number, plan) in plans.enumerated() { receive(number, receiveAnswers(to: plan)) }
    }

    /// A batch that was sent, and what its results belong to.
    private enum Plan {
        case sent(prepared: [PostgresStatement], executed: [PostgresStatement])
        case refused(SQLError)
    }

    /// Statements that are new are prepared first, each up to a point of its own, so that an error in one of them, or
    /// in a batch, takes nothing else with it.
    private func send(_ batch: [SQLStatement], _ handle: borrowing PostgresHandle) throws(SQLError) -> Plan {
        let found = batch.map { statements.find($0.sql) }
        for (statement, batched) in zip(found, batch) {
            do throws(SQLError) {
                try parameters.fill(batched.values, statement: statement.text)
            } catch {
                return .refused(error)
            }
        }
        var prepared: [PostgresStatement] = []
        for statement in found where try statement.sendPrepareIfNew(handle) {
            prepared.append(statement)
            try handle.sendSync()
        }
        for (statement, batched) in zip(found, batch) {
            // The only statement of the batch is in place already.
            if batch.count > 1 { try parameters.fill(batched.values, statement: statement.text) }
            try statement.sendExecute(handle, parameters)
        }
        try handle.sendSync()
        return .sent(prepared: prepared, executed: found)
    }

    private func receiveAnswers(to plan: Plan) -> Result<[any SQLCursor], SQLError> {
        let (prepared, executed): ([PostgresStatement], [PostgresStatement])
        switch plan {
        case .refused(let error): return .failure(error)
        case .sent(let first, let second): (prepared, executed) = (first, second)
        }
        do throws(SQLError) {
            var failure: SQLError?
            for statement in prepared {
                statement.receivePrepared(line, &failure)
                try line.receiveSync()
            }
            var cursors: [any SQLCursor] = []
            for statement in executed {
                if let result = line.receive(statement.text, role: .reader, &failure) {
                    cursors.append(PostgresCursor(result, of: statement))
                }
            }
            try line.receiveSync(failure)
            return .success(cursors)
        } catch {
            return .failure(error)
        }
    }
}
