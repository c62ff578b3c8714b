package import Model
internal import Platform
internal import Storage

/// `alcazar messages`: what waits or was given up, to people, without addresses and words, and to applications.
enum MessagesCommand {
    private static let most = 200

    static func run(_ configuration: Configuration) async throws {
        let database = try await OpenStore.open(
            configuration.store, ids: IDGenerator(clock: .system), log: Output.log(minimum: configuration.logLevel))
        let records: [MessageRecord]
        let notices: [LogoutNotice]
        do throws(DomainError) {
            (records, notices) = try await database.read { (tx) throws(DomainError) in
                (try tx.messageRecords(atMost: most), try tx.logoutNotices(atMost: most))
            }
        } catch {
            throw StartError("the messages were not read: \(error.message) (\(error.id))")
        }
        await database.close()
        if records.isEmpty, notices.isEmpty { Output.line("no message waits, and none was given up") }
        for record in records { Output.line(line(record)) }
        for notice in notices { Output.line(LogoutListing.line(notice)) }
    }

    private static func line(_ record: MessageRecord) -> String {
        let message = record.message
        var words = [
            message.createdAt.rfc3339, message.id.rawValue, message.channel.rawValue, message.kind.rawValue,
            "user \(message.userID)", record.state.rawValue, "attempts \(message.attempts)",
        ]
        if record.state == .waiting { words.append("next \(record.dueAt.rfc3339)") }
        if !record.reason.isEmpty { words.append("(\(record.reason))") }
        return words.joined(separator: "  ")
    }
}

/// What applications are to be told of ended sessions, a line each.
package enum LogoutListing {
    package static func line(_ notice: LogoutNotice) -> String {
        var words = [
            notice.createdAt.rfc3339, notice.id.rawValue, "logout", "client \(notice.clientID)",
            "session \(notice.sessionID)", "user \(notice.userID)", notice.state.rawValue,
            "attempts \(notice.attempts)",
        ]
        if notice.state == .waiting { words.append("next \(notice.dueAt.rfc3339)") }
        if !notice.reason.isEmpty { words.append("(\(notice.reason))") }
        return words.joined(separator: "  ")
    }
}
